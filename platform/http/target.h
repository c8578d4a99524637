// The request target, checked and decoded before anything is routed by it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doggy::http {

struct Target {
  std::string path;   // Decoded: valid UTF-8, absolute, without "." and ".." segments and empty ones but the last.
  std::string query;  // As sent, without the "?".

  bool operator==(const Target&) const = default;
};

/// Reads an origin-form ("/dogs?limit=2") or absolute-form ("http://host/dogs") target. Nothing for a path that is not
/// in normal form: it is refused, never repaired, so that what is routed is what was sent. That are "." and ".." and
/// empty segments, encoded or not; a backslash, an encoded slash, a control character; a malformed %XX; invalid UTF-8.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

}  // namespace doggy::http
