// A connection that becomes a WebSocket. Private to connection.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/http/connection.h"
#include "platform/http/web_socket.h"

namespace doggy::http {

/// Used on its connection's event loop only.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;

  /// Answers the handshake with that key, speaks, and returns when both directions have ended. Once.
  virtual Task<void> serve(std::string key, Speech speech) = 0;

  /// The server shuts down: ends the speech and closes with 1001, so that the client connects to another server.
  virtual void leave() = 0;
};

/// `socket` outlives the session.
[[nodiscard]] std::unique_ptr<WebSocketSession> make_web_socket_session(Socket& socket, std::function<void()> gone);

}  // namespace doggy::http
