#include "platform/json/line.h"

namespace doggy {

bool is_one_line(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t place) {
      return i + place < text.size() ? static_cast<unsigned char>(text[i + place]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7f) return false;
    if (byte(0) == 0xc2 && byte(1) < 0xa0) return false;  // U+0080 to U+009F
    if (byte(0) != 0xe2) continue;
    if (byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) return false;  // U+2028 to U+202E
    if (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return false;  // U+2066 to U+2069
  }
  return true;
}

}  // namespace doggy
