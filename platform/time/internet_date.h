// Dates as mail and HTTP write them.
#pragma once

#include <cstdint>
#include <string>

namespace doggy {

/// "Sun, 06 Nov 1994 08:49:37" in UTC, without a zone: HTTP ends it in " GMT" (RFC 9110, 5.6.7), mail in " +0000"
/// (RFC 5322, 3.3).
[[nodiscard]] std::string internet_date(std::int64_t unix_seconds);

}  // namespace doggy
