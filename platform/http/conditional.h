// If-None-Match (RFC 9110, 13.1.2).
#pragma once

#include <string_view>

#include "platform/http/message.h"

namespace doggy::http {

/// True if the field names `etag`, compared weakly, or is "*". False for an empty field or tag.
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// The 304 that stands for `response`: its tag and header fields, no body.
[[nodiscard]] Response not_modified(Response response);

}  // namespace doggy::http
