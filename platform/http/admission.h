// What is decided of a request from its header alone: who answers it, or why nobody does.
#pragma once

#include <cstddef>
#include <optional>

#include "platform/http/figures.h"
#include "platform/http/message.h"
#include "platform/http/request_parser.h"
#include "platform/http/router.h"

namespace doggy::http {

struct Admission {
  const Handler* handler = nullptr;       // Null when `answer` is set.
  const Authorize* authorize = nullptr;   // Null when the route reads small bodies alone.
  std::optional<Response> answer;         // The response, and the handler is not called.
  std::size_t body_limit = 0;             // Bytes.
  const RouteFigures* figures = nullptr;  // Never null.
};

/// Routes `request` and fills its params. Pure: reads no socket.
[[nodiscard]] Admission admit(const Router& router, const Figures& figures, const RequestHead& head, Request& request);

}  // namespace doggy::http
