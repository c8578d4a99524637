// A WebSocket (RFC 6455) on which the server speaks and the client listens: what the client sends is read and dropped.
// web_socket.cc is the only file that includes Beast's WebSocket.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/async/task.h"
#include "platform/http/message.h"

namespace doggy::http {

/// Used on its connection's event loop only.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  /// Sends a text message. False when the connection is gone. One at a time.
  virtual Task<bool> send(std::string text) = 0;

  /// Says goodbye with a code of RFC 6455, 7.4 and ends the connection.
  virtual Task<void> close(std::uint16_t code, std::string reason) = 0;
};

/// Speaks until it has nothing more to say, or until send() was false.
using Speech = std::function<Task<void>(WebSocket&)>;

/// What a handler answers to open a WebSocket.
struct Upgrade {
  Speech speech;
  /// Called once, on the connection's loop, when the client has gone or the server shuts down: speech must then end. If
  /// the client is still connected, the socket is closed with 1001.
  std::function<void()> gone;
};

/// The response that opens a WebSocket, when `request` is a correct handshake; else 426 or 400 as a problem.
[[nodiscard]] Response open_web_socket(const Request& request, Upgrade upgrade);

}  // namespace doggy::http
