// Dates as mail and HTTP write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doggy {

/// "Sun, 06 Nov 1994 08:49:37" in UTC, without a zone: HTTP ends it in " GMT" (RFC 9110, 5.6.7), mail in " +0000"
/// (RFC 5322, 3.3).
[[nodiscard]] std::string internet_date(std::int64_t unix_seconds);

/// Unix seconds of an HTTP date as it must be sent today, "Sun, 06 Nov 1994 08:49:37 GMT"; nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace doggy
