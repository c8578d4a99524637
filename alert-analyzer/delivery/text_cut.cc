#include "alert-analyzer/delivery/text_cut.h"

#include <algorithm>

namespace doggy::analyzer {
namespace {

bool continues_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 32 || c == 127;
}

}  // namespace

std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && continues_code_point(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string one_line(std::string_view text, std::size_t bytes) {
  constexpr std::string_view kEllipsis = "…";
  std::string line(text);
  std::ranges::replace_if(line, is_control, ' ');
  if (line.size() <= bytes) return line;
  if (bytes < kEllipsis.size()) return std::string(cut_utf8(line, bytes));
  return std::string(cut_utf8(line, bytes - kEllipsis.size())).append(kEllipsis);
}

std::string ascii_subject(std::string_view text, std::size_t bytes) {
  constexpr std::string_view kEllipsis = "...";
  std::string subject;
  for (char c : text) {
    if (continues_code_point(c)) continue;
    const bool ascii = static_cast<unsigned char>(c) < 127;
    if (subject.empty() && (c == ' ' || is_control(c))) continue;
    subject += !ascii ? '?' : is_control(c) ? ' ' : c;
  }
  if (subject.size() <= bytes) return subject;
  subject.resize(bytes - std::min(bytes, kEllipsis.size()));
  return subject.append(kEllipsis.substr(0, bytes));
}

}  // namespace doggy::analyzer
