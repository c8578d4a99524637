#include "platform/http/response_head.h"

#include <fmt/format.h>

#include <stdexcept>

#include "platform/http/status.h"

namespace doggy::http {
namespace {

// OWASP's set for an API. Nothing of it may be framed, sniffed or read by another site; a response that a browser is
// made to open as a page can load nothing.
constexpr std::string_view kForData =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(self), microphone=(self), geolocation=(self)\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n";

// For pages, and for scripts because a worker obeys the policy of its own script. Everything comes from the same
// origin; inline styles are how Mantine sets its CSS variables; blob: and data: are pictures not yet uploaded.
constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{0}; "
    "media-src 'self' blob:{0}; font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr std::string_view kForPages =
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(self), microphone=(self), geolocation=(self)\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n";

bool is_page(std::string_view content_type) {
  return content_type.starts_with("text/html") || content_type.starts_with("text/javascript");
}

void add_field(std::string& out, std::string_view name, std::string_view value) {
  constexpr std::string_view kLineBreaks("\r\n\0", 3);
  if (value.find_first_of(kLineBreaks) != std::string_view::npos ||
      name.find_first_of(": \r\n") != std::string_view::npos) {
    throw std::invalid_argument("response field with a line break: " + std::string(name));
  }
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string page_policy(std::string_view media_origin) {
  return fmt::format(kPagePolicy, media_origin.empty() ? std::string() : fmt::format(" {}", media_origin));
}

void write_head(std::string& out, const Response& response, const ResponseHead& head) {
  const fmt::format_int status(response.status);
  out.append("HTTP/1.1 ").append(status.data(), status.size()).append(" ").append(reason(response.status));
  out.append("\r\nServer: doggy\r\nDate: ").append(head.http_date);
  out.append("\r\nX-Request-Id: ").append(head.request_id).append("\r\n");
  if (!head.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (head.http10) {
    out.append("Connection: keep-alive\r\n");
  }
  if (!response.content_type.empty()) add_field(out, "Content-Type", response.content_type);
  // RFC 9110, 8.6: none with 204, and 304 may leave it out.
  if (response.status != 204 && response.status != 304) {
    const fmt::format_int size(head.body_size);
    out.append("Content-Length: ").append(size.data(), size.size()).append("\r\n");
  }
  if (!response.etag.empty()) add_field(out, "ETag", response.etag);
  bool cache_control = false;
  for (const auto& [name, value] : response.headers.all()) {
    cache_control = cache_control || equals_ignoring_case(name, "Cache-Control");
    add_field(out, name, value);
  }
  if (!cache_control) {
    out.append(response.etag.empty() ? "Cache-Control: no-store\r\n" : "Cache-Control: private, no-cache\r\n");
  }
  // A browser takes the fields of a 304 over into the page it keeps (RFC 9111, 3.2), which has the right ones already.
  if (response.status != 304 && is_page(response.content_type)) {
    if (!response.headers.has("Content-Security-Policy")) add_field(out, "Content-Security-Policy", page_policy(""));
    out.append(kForPages);
  } else if (response.status != 304) {
    out.append(kForData);
  }
  out.append("\r\n");
}

}  // namespace doggy::http
