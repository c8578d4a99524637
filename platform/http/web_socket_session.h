// A connection after its handshake. Private to connection.cc.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/http/connection.h"
#include "platform/http/web_socket.h"

namespace doggy::http {

/// Answers the handshake with that key on `socket`, speaks, and returns when both directions have ended.
Task<void> serve_web_socket(Socket& socket, std::string key, Upgrade upgrade);

}  // namespace doggy::http
