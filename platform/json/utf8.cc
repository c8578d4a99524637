#include "platform/json/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace doggy {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// Length of the valid sequence at the front of a non-empty text, or 0.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;  // A continuation byte, or an overlong form of ASCII.
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  if (lead == 0xe0 && second < 0xa0) return 0;   // Overlong.
  if (lead == 0xed && second >= 0xa0) return 0;  // Surrogates.
  if (lead == 0xf0 && second < 0x90) return 0;   // Overlong.
  if (lead == 0xf4 && second >= 0x90) return 0;  // Above U+10FFFF.
  return length;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint64_t eight = 0;
    if (text.size() - i >= sizeof eight) {  // Most text is ASCII.
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        i += sizeof eight;
        continue;
      }
    }
    const std::size_t length = sequence_length(text.substr(i));
    if (length == 0) break;
    i += length;
  }
  return i;
}

std::size_t count_code_points(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && (count > 0 || is_continuation(text[end]))) {
    if (!is_continuation(text[end])) --count;
    ++end;
  }
  return text.substr(0, end);
}

}  // namespace doggy
