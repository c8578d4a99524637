#include "platform/json/email.h"

#include <algorithm>

namespace doggy {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_local_character(char c) {
  return is_letter_or_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && is_letter_or_digit(label.front()) &&
         is_letter_or_digit(label.back()) &&
         std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  while (true) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_plain_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  return std::ranges::all_of(text.substr(0, at), is_local_character) && is_domain(text.substr(at + 1));
}

}  // namespace doggy
