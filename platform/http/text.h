// Field values of HTTP as text.
#pragma once

#include <string_view>

namespace doggy::http {

/// Without what is around it: spaces and tabs, or the characters of `spaces`.
[[nodiscard]] constexpr std::string_view trim(std::string_view text, std::string_view spaces = " \t") {
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

}  // namespace doggy::http
