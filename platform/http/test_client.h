// For tests: a server on a port of its own, and a blocking client that sends any bytes, well-formed or not.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "platform/http/message.h"
#include "platform/http/server.h"

namespace doggy::http {

/// Serves `router` on a free port of the loopback until it is destroyed, with two event loops.
class TestServer {
 public:
  explicit TestServer(const Router& router, ServerOptions options = {})
      : server_(std::move(options), router, runtime_, metrics_) {
    const Result<void> started = server_.start();
    if (!started) throw std::runtime_error(started.error().detail);
    thread_ = std::thread([this] { runtime_.run(); });
  }
  ~TestServer() { stop(); }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// Ends its threads; what is suspended stays so.
  void stop() {
    runtime_.stop();
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] Server& server() { return server_; }
  [[nodiscard]] Runtime& runtime() { return runtime_; }
  [[nodiscard]] observe::Metrics& metrics() { return metrics_; }

 private:
  Runtime runtime_{2, 1};
  observe::Metrics metrics_;
  Server server_;
  std::thread thread_;
};

struct TestResponse {
  unsigned status = 0;
  Headers headers;
  std::string body;
};

/// One connection. Every wait ends after ten seconds with std::runtime_error, as does a response that is no HTTP.
class TestClient {
 public:
  /// Throws std::system_error when the connection is refused. `receive_buffer` in bytes, 0 for the system's choice.
  explicit TestClient(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      ::close(socket_);
      throw std::system_error(error, std::generic_category(), "connect");
    }
  }
  ~TestClient() { ::close(socket_); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  /// Sends the bytes as they are. False when the peer does not take them.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Sends a request with Host, and Content-Length when there is a body, and reads its response.
  TestResponse request(std::string_view method, std::string_view target,
                       const std::vector<std::pair<std::string, std::string>>& headers = {},
                       std::string_view body = {}) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(text + "\r\n" + std::string(body));
    return read(method != "HEAD");
  }
  TestResponse get(std::string_view target, const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    return request("GET", target, headers);
  }

  /// The next response; `with_body` false for one to HEAD.
  TestResponse read(bool with_body = true) {
    std::size_t end = received_.find("\r\n\r\n");
    while (end == std::string::npos) {
      if (!receive()) throw std::runtime_error("the connection ended before a whole header: " + received_);
      end = received_.find("\r\n\r\n");
    }
    TestResponse response = parse_header(std::string_view(received_).substr(0, end + 2));
    received_.erase(0, end + 4);
    const std::string_view length = response.headers.get("Content-Length");
    std::size_t size = 0;
    if (with_body && response.status != 304) std::from_chars(length.data(), length.data() + length.size(), size);
    while (received_.size() < size) {
      if (!receive()) throw std::runtime_error("the connection ended in a body");
    }
    response.body = received_.substr(0, size);
    received_.erase(0, size);
    return response;
  }

  /// Asks for a WebSocket and returns the answer; with 101 frames follow.
  TestResponse open_web_socket(std::string_view target, std::vector<std::pair<std::string, std::string>> headers = {}) {
    headers.insert(headers.end(), {{"Connection", "Upgrade"},
                                   {"Upgrade", "websocket"},
                                   {"Sec-WebSocket-Version", "13"},
                                   {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    return get(target, headers);
  }

  struct Frame {
    int opcode = 0;  // 1: text, 8: close, 9: ping (RFC 6455, 5.2).
    std::string payload;
  };
  /// The next frame, of less than 64 KiB; opcode -1 when the connection has ended.
  Frame frame() {
    const auto byte = [this](std::size_t at) {
      return static_cast<unsigned>(static_cast<unsigned char>(received_[at]));
    };
    const auto have = [this](std::size_t count) {
      while (received_.size() < count)
        if (!receive()) return false;
      return true;
    };
    if (!have(2)) return {.opcode = -1, .payload = {}};
    std::size_t head = 2;
    std::size_t size = byte(1) & 127U;
    if (size == 126) {
      head = 4;
      if (!have(head)) return {.opcode = -1, .payload = {}};
      size = byte(2) << 8U | byte(3);
    }
    if (!have(head + size)) return {.opcode = -1, .payload = {}};
    Frame frame{.opcode = static_cast<int>(byte(0) & 15U), .payload = received_.substr(head, size)};
    received_.erase(0, head + size);
    return frame;
  }
  /// A client's text frame of less than 126 bytes, under a mask of zeros.
  bool send_text_frame(std::string_view text) {
    std::string bytes{static_cast<char>(0x81), static_cast<char>(0x80U | text.size())};
    bytes.append(4, '\0').append(text);
    return send(bytes);
  }

  /// True when the server has ended the connection and sent nothing more.
  bool closed() { return received_.empty() && !receive(); }

  /// True when something has come that was not read, or the server has ended the connection.
  [[nodiscard]] bool readable() const {
    pollfd watched{.fd = socket_, .events = POLLIN, .revents = 0};
    return !received_.empty() || ::poll(&watched, 1, 0) > 0;
  }

  /// Ends the sending side.
  void finish() { ::shutdown(socket_, SHUT_WR); }

 private:
  bool receive() {
    std::array<char, 16384> bytes;
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("nothing came in ten seconds");
    if (count <= 0) return false;
    received_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }

  static TestResponse parse_header(std::string_view text) {
    TestResponse response;
    if (!text.starts_with("HTTP/1.1 ")) throw std::runtime_error("no HTTP response: " + std::string(text));
    std::from_chars(text.data() + 9, text.data() + 12, response.status);
    text.remove_prefix(text.find("\r\n") + 2);
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find("\r\n"));
      const auto colon = line.find(": ");
      if (colon == std::string_view::npos) throw std::runtime_error("no header field: " + std::string(line));
      response.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
      text.remove_prefix(line.size() + 2);
    }
    return response;
  }

  int socket_;
  std::string received_;
};

}  // namespace doggy::http
