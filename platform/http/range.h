// Range requests (RFC 9110, 14): which part of a body is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace doggy::http {

/// Both inclusive.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  [[nodiscard]] std::uint64_t size() const { return last - first + 1; }
  bool operator==(const ByteRange&) const = default;
};

struct RangeChoice {
  enum class Kind : std::uint8_t { kWhole, kPart, kUnsatisfiable };
  Kind kind = Kind::kWhole;
  ByteRange part = {};  // With kPart.

  bool operator==(const RangeChoice&) const = default;
};

/// What a Range field asks of a body of `size` bytes. A malformed field, another unit or several ranges stand for the
/// whole, as 14.2 allows.
[[nodiscard]] RangeChoice parse_range(std::string_view field, std::uint64_t size);

/// The same for a request: Range counts for GET alone, under If-Range only when that is `etag`, and not when the client
/// has the body already.
[[nodiscard]] RangeChoice choose_range(const Request& request, std::uint64_t size, std::string_view etag);

/// "bytes 0-4/10", and for a range that cannot be satisfied "bytes */10".
[[nodiscard]] std::string content_range(const RangeChoice& choice, std::uint64_t size);

}  // namespace doggy::http
