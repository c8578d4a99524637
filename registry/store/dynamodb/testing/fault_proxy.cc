#include "registry/store/dynamodb/testing/fault_proxy.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <deque>

#include "platform/time/internet_date.h"
#include "platform/time/timestamp.h"

namespace doggy::store {
namespace {

namespace asio = boost::asio;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string field(const std::string& head, const std::string& name) {
  const std::size_t at = lower(head).find("\r\n" + name + ":");
  if (at == std::string::npos) return {};
  const std::size_t begin = head.find_first_not_of(' ', at + name.size() + 3);
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

struct Message {
  std::string head;
  std::string body;
};

// Throws boost::system::system_error at the end of the connection.
Message read_message(asio::ip::tcp::socket& socket, asio::streambuf& buffer) {
  const std::size_t head_size = asio::read_until(socket, buffer, "\r\n\r\n");
  Message message;
  message.head.resize(head_size);
  buffer.sgetn(message.head.data(), static_cast<std::streamsize>(head_size));
  const std::string length = field(message.head, "content-length");
  const std::size_t body_size = length.empty() ? 0 : std::stoul(length);
  if (lower(field(message.head, "expect")) == "100-continue")
    asio::write(socket, asio::buffer(std::string("HTTP/1.1 100 Continue\r\n\r\n")));
  if (buffer.size() < body_size) asio::read(socket, buffer, asio::transfer_exactly(body_size - buffer.size()));
  message.body.resize(body_size);
  buffer.sgetn(message.body.data(), static_cast<std::streamsize>(body_size));
  return message;
}

std::string response(unsigned status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nContent-Type: application/x-amz-json-1.0\r\nDate: " + internet_date(Timestamp::now().unix_ms() / 1000) +
         " GMT\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string request_of(const ProxiedCall& call) {
  return "POST / HTTP/1.1\r\nHost: upstream\r\nContent-Type: application/x-amz-json-1.0\r\n"
         "X-Amz-Target: DynamoDB_20120810." +
         call.operation + "\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n\r\n" + call.body;
}

// The answer of `ask` for the first half of the keys, with the rest as UnprocessedKeys.
template <class Ask>
std::string half_of(ProxiedCall call, Ask ask) {
  auto request = boost::json::parse(call.body).as_object();
  auto& [table, asked] = *request["RequestItems"].as_object().begin();
  auto& keys = asked.as_object()["Keys"].as_array();
  const std::size_t half = keys.size() / 2;
  boost::json::object rest = asked.as_object();
  auto& left = rest["Keys"].as_array();
  left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(half));
  boost::json::object answer{{"Responses", {{table, boost::json::array()}}}};
  if (half > 0) {
    const std::string name = table;
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(half), keys.end());
    call.body = boost::json::serialize(request);
    answer = boost::json::parse(ask(request_of(call))).as_object();
    answer["UnprocessedKeys"] = {{name, std::move(rest)}};
  } else {
    answer["UnprocessedKeys"] = {{table, std::move(rest)}};
  }
  return boost::json::serialize(answer);
}

}  // namespace

Fate refused(const std::string& code) {
  return {.what = Fate::What::kAnswer, .body = R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + "\"}"};
}

Fate canceled(const std::vector<std::string>& reasons) {
  boost::json::array all;
  for (const std::string& reason : reasons) all.emplace_back(boost::json::object{{"Code", reason}});
  return {.what = Fate::What::kAnswer,
          .body = boost::json::serialize(
              boost::json::object{{"__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"},
                                  {"CancellationReasons", std::move(all)}})};
}

FaultProxy::FaultProxy(const std::string& upstream)
    : acceptor_(loop_, {asio::ip::address_v4::loopback(), 0}),
      upstream_(asio::ip::address_v4::loopback(),
                static_cast<std::uint16_t>(std::stoul(upstream.substr(upstream.rfind(':') + 1)))),
      acceptor_thread_([this] { accept(); }) {}

FaultProxy::~FaultProxy() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    boost::system::error_code ignored;
    for (const auto& connection : connections_) connection->shutdown(Socket::shutdown_both, ignored);
    Socket waker(loop_);
    waker.connect(acceptor_.local_endpoint(), ignored);
  }
  acceptor_thread_.join();
  for (std::thread& thread : threads_) thread.join();
}

std::string FaultProxy::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

void FaultProxy::set_rule(Rule rule) {
  const std::lock_guard lock(mutex_);
  rule_ = std::move(rule);
}

void FaultProxy::plan(const std::string& operation, std::vector<Fate> fates) {
  auto left = std::make_shared<std::deque<Fate>>(fates.begin(), fates.end());
  set_rule([operation, left](const ProxiedCall& call) {
    if (call.operation != operation || left->empty()) return Fate{};
    Fate next = std::move(left->front());
    left->pop_front();
    return next;
  });
}

std::size_t FaultProxy::calls(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  return operation.empty() ? seen_.size() : static_cast<std::size_t>(std::ranges::count(seen_, operation));
}

void FaultProxy::accept() {
  for (;;) {
    auto socket = std::make_unique<Socket>(loop_);
    acceptor_.accept(*socket);
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    Socket& client = *connections_.emplace_back(std::move(socket));
    threads_.emplace_back([this, &client] { serve(client); });
  }
}

void FaultProxy::serve(Socket& client) {
  try {
    asio::streambuf buffer;
    for (;;) {
      Message message = read_message(client, buffer);
      const std::string target = field(message.head, "x-amz-target");
      carry_out(client, {.operation = target.substr(target.find('.') + 1),
                         .head = std::move(message.head),
                         .body = std::move(message.body)});
    }
  } catch (const boost::system::system_error&) {
    // The connection has ended, by either side.
    const std::lock_guard lock(mutex_);
    boost::system::error_code ignored;
    client.shutdown(Socket::shutdown_both, ignored);
  }
}

void FaultProxy::carry_out(Socket& client, ProxiedCall call) {
  Fate fate;
  {
    const std::lock_guard lock(mutex_);
    seen_.push_back(call.operation);
    if (rule_) fate = rule_(call);
  }
  const auto reset = [] { throw boost::system::system_error(asio::error::connection_reset); };
  const auto ask = [this](const std::string& request) {
    const std::string answer = ask_upstream(request);
    return answer.substr(answer.find("\r\n\r\n") + 4);
  };
  switch (fate.what) {
    case Fate::What::kForward:
      asio::write(client, asio::buffer(ask_upstream(request_of(call))));
      return;
    case Fate::What::kAnswer:
      asio::write(client, asio::buffer(response(400, fate.body)));
      return;
    case Fate::What::kResetBefore:
      return reset();
    case Fate::What::kResetAfter:
      ask_upstream(request_of(call));
      return reset();
    case Fate::What::kSilenceAfter: {
      ask_upstream(request_of(call));
      char nothing = 0;
      asio::read(client, asio::buffer(&nothing, 1));  // Throws when the caller has gone.
      return;
    }
    case Fate::What::kHalf:
      asio::write(client, asio::buffer(response(200, half_of(std::move(call), ask))));
      return;
  }
}

// The whole response.
std::string FaultProxy::ask_upstream(const std::string& request) {
  Socket socket(loop_);
  socket.connect(upstream_);
  asio::write(socket, asio::buffer(request));
  asio::streambuf buffer;
  const Message answer = read_message(socket, buffer);
  return answer.head + answer.body;
}

}  // namespace doggy::store
