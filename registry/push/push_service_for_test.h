// For tests: a push service on the loopback that keeps what it gets and answers as it is told. Our own server will not
// do: it takes no body with a Content-Encoding.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/message.h"

namespace doggy::push {

class PushServiceForTest {
 public:
  struct Received {
    http::Headers headers;
    std::string body;
  };

  PushServiceForTest() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(socket_, 16);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~PushServiceForTest() {
    ::shutdown(socket_, SHUT_RDWR);  // Ends accept().
    thread_.join();
    ::close(socket_);
  }
  PushServiceForTest(const PushServiceForTest&) = delete;
  PushServiceForTest& operator=(const PushServiceForTest&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/send"; }

  /// From now on: the status line's end, such as "410 Gone", and further header lines.
  void answer(std::string status, std::string headers = {}) {
    const std::lock_guard lock(mutex_);
    answer_ = "HTTP/1.1 " + std::move(status) + "\r\nContent-Length: 0\r\nConnection: close\r\n" + std::move(headers) +
              "\r\n";
  }
  [[nodiscard]] std::vector<Received> received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void serve() {
    for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0; peer = ::accept(socket_, nullptr, nullptr)) {
      Received request = read(peer);
      const std::lock_guard lock(mutex_);
      received_.push_back(std::move(request));
      static_cast<void>(::send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL));
      ::close(peer);
    }
  }

  static Received read(int peer) {
    std::string text;
    std::array<char, 4096> bytes;
    const auto receive = [&] {
      const ssize_t count = ::recv(peer, bytes.data(), bytes.size(), 0);
      if (count > 0) text.append(bytes.data(), static_cast<std::size_t>(count));
      return count > 0;
    };
    while (text.find("\r\n\r\n") == std::string::npos && receive()) {
    }
    Received request;
    const std::size_t end = text.find("\r\n\r\n");
    for (std::size_t at = text.find("\r\n") + 2; at < end;) {
      const std::size_t line_end = text.find("\r\n", at);
      const std::string line = text.substr(at, line_end - at);
      const std::size_t colon = line.find(": ");
      request.headers.add(line.substr(0, colon), line.substr(colon + 2));
      at = line_end + 2;
    }
    std::size_t size = 0;
    const std::string_view length = request.headers.get("Content-Length");
    std::from_chars(length.data(), length.data() + length.size(), size);
    while (text.size() < end + 4 + size && receive()) {
    }
    request.body = text.substr(end + 4);
    return request;
  }

  const int socket_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::string answer_ = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  std::vector<Received> received_;
  std::thread thread_;
};

}  // namespace doggy::push
