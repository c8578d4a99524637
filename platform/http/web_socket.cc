#include "platform/http/web_socket.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "platform/http/problem.h"
#include "platform/http/text.h"
#include "platform/http/web_socket_session.h"

namespace doggy::http {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::asio::as_tuple;
using boost::asio::use_awaitable;

constexpr std::size_t kLargestMessage = 4 * 1024;  // Of a client, which has nothing to say.
constexpr std::size_t kKeySize = 24;               // 16 bytes in base64.

// Whether a comma-separated header field has that word.
bool lists(std::string_view field, std::string_view word) {
  while (!field.empty()) {
    const std::size_t comma = std::min(field.find(','), field.size());
    if (equals_ignoring_case(trim(field.substr(0, comma)), word)) return true;
    field.remove_prefix(std::min(comma + 1, field.size()));
  }
  return false;
}

class Session final : public WebSocketSession, public WebSocket {
 public:
  Session(Socket& socket, std::function<void()> gone) : stream_(socket), gone_(std::move(gone)) {
    stream_.read_message_max(kLargestMessage);
    // Pings a client that is silent, and ends the connection when no pong comes.
    stream_.set_option(websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds(10),
                                                       .idle_timeout = std::chrono::seconds(60),
                                                       .keep_alive_pings = true});
    stream_.text(true);
  }

  Task<void> serve(std::string key, Speech speech) override {
    using boost::asio::experimental::awaitable_operators::operator&&;
    const bool open = co_await accept(std::move(key));
    if (!open) {
      end_speech();
      co_return;
    }
    auto listening = listen();
    auto speaking = speak(std::move(speech));
    co_await (std::move(listening) && std::move(speaking));
  }

  void leave() override {
    leaving_ = true;
    if (speaking_) end_speech();
  }

  Task<bool> send(std::string text) override {
    const auto [error, bytes] = co_await stream_.async_write(boost::asio::buffer(text), as_tuple(use_awaitable));
    co_return !error;
  }

  Task<void> close(std::uint16_t code, std::string reason) override {
    websocket::close_reason why(code);
    why.reason.assign(reason.data(), std::min<std::size_t>(reason.size(), 120));
    co_await stream_.async_close(why, as_tuple(use_awaitable));
  }

 private:
  Task<bool> accept(std::string key) {
    beast::http::request<beast::http::empty_body> request(beast::http::verb::get, "/", 11);
    request.set(beast::http::field::host, "localhost");
    request.set(beast::http::field::connection, "Upgrade");
    request.set(beast::http::field::upgrade, "websocket");
    request.set(beast::http::field::sec_websocket_key, key);
    request.set(beast::http::field::sec_websocket_version, "13");
    const auto [error] = co_await stream_.async_accept(request, as_tuple(use_awaitable));
    co_return !error;
  }

  // Until the client has gone.
  Task<void> listen() {
    beast::flat_buffer buffer;
    boost::system::error_code error;
    while (!error) {
      const auto [failure, bytes] = co_await stream_.async_read(buffer, as_tuple(use_awaitable));
      error = failure;
      buffer.clear();
    }
    end_speech();
  }

  // Until there is nothing to say; then the client is told so, which ends listen() too.
  Task<void> speak(Speech speech) {
    speaking_ = !leaving_;
    if (speaking_) co_await speech(*this);
    end_speech();
    if (stream_.is_open()) co_await close(websocket::close_code::going_away, "");
    boost::system::error_code ignored;
    stream_.next_layer().shutdown(Socket::shutdown_both, ignored);
  }

  // Calls gone_ once.
  void end_speech() {
    if (const auto gone = std::exchange(gone_, nullptr)) gone();
  }

  websocket::stream<Socket&> stream_;
  std::function<void()> gone_;
  bool speaking_ = false;
  bool leaving_ = false;
};

}  // namespace

Response open_web_socket(const Request& request, Upgrade upgrade) {
  const bool asked =
      lists(request.headers.get("Connection"), "upgrade") && lists(request.headers.get("Upgrade"), "websocket");
  if (!asked) {
    Response response = problem(426, "This answers as a WebSocket only.", request.request_id);
    response.headers.add("Upgrade", "websocket");
    return response;
  }
  const std::string_view key = request.headers.get("Sec-WebSocket-Key");
  if (key.size() != kKeySize || request.headers.get("Sec-WebSocket-Version") != "13") {
    Response response = problem(400, "This is no WebSocket handshake of version 13.", request.request_id);
    response.headers.add("Sec-WebSocket-Version", "13");
    return response;
  }
  Response response{.status = 101};
  response.upgrade = std::make_shared<Upgrade>(std::move(upgrade));
  response.web_socket_key = key;
  return response;
}

std::unique_ptr<WebSocketSession> make_web_socket_session(Socket& socket, std::function<void()> gone) {
  return std::make_unique<Session>(socket, std::move(gone));
}

}  // namespace doggy::http
