#include "registry/progress/normalized_text.h"

namespace doggy::progress {

std::string normalized(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  std::string bare(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
  for (char& c : bare) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return bare;
}

}  // namespace doggy::progress
