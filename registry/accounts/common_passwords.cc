#include "registry/accounts/common_passwords.h"

#include <algorithm>
#include <set>

#include "registry/accounts/lower.h"

namespace doggy::accounts {
namespace {

// 17,950 passwords of at least 8 characters, in lower case and sorted, one a line; docs/dependencies.md has the origin.
// The array is one string without its end.
constexpr char kList[] = {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
#embed "common_passwords.txt"
#pragma clang diagnostic pop
};

bool is_common(const std::string& password) {
  static const std::set<std::string_view> common = [] {
    std::set<std::string_view> lines;
    std::string_view rest(kList, sizeof kList);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      lines.insert(lines.end(), rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
  }();
  return common.contains(password);
}

bool repeats_one_character(std::string_view password) {
  return std::ranges::all_of(password, [&](char c) { return c == password.front(); });
}

}  // namespace

std::optional<FieldError> weak_password(const std::string& field, std::string_view password, std::string_view email,
                                        std::string_view name) {
  const std::string plain = lower(std::string(password));
  if (plain.empty()) return std::nullopt;
  if (is_common(plain) || repeats_one_character(plain))
    return FieldError{field, "common", "This password is among those that are guessed first. Choose another."};
  const std::string address = lower(std::string(email));
  for (const std::string& own : {address, address.substr(0, address.find('@')), lower(std::string(name))})
    if (plain == own) return FieldError{field, "personal", "This password is your own name or email. Choose another."};
  return std::nullopt;
}

}  // namespace doggy::accounts
