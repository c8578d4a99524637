// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace doggy {

/// The number of leading bytes that are valid; `text.size()` when all are.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view text);

[[nodiscard]] inline bool is_valid_utf8(std::string_view text) {
  return valid_utf8_prefix(text) == text.size();
}

/// Code points of a valid text.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The first `count` code points of a valid text, or all.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t count);

}  // namespace doggy
