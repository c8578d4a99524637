// The bytes before a response's body.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace doggy::http {

struct ResponseHead {
  std::string_view http_date;
  std::string_view request_id;
  std::uint64_t body_size = 0;  // Of the body that goes with it, or would but for HEAD or 304.
  bool keep_alive = true;
  bool http10 = false;  // The client's version: it has to be told of keep-alive.
};

/// Appends status line and header fields to `out`: the response's own, and what every response has (Date, Server,
/// X-Request-Id, Content-Length, the security headers; Cache-Control unless the response has one). Throws
/// std::invalid_argument for a field that would break out of its line.
void write_head(std::string& out, const Response& response, const ResponseHead& head);

/// The Content-Security-Policy of pages that show pictures and videos of another origin too. A page without one of its
/// own gets that without.
[[nodiscard]] std::string page_policy(std::string_view media_origin);

}  // namespace doggy::http
