// JSON names from C++ names, at compile time: snake_case members become camelCase, kPascalCase enumerators kebab-case.
#pragma once

#include <cstddef>
#include <string_view>

namespace doggy::codec {

template <std::size_t kCapacity>
struct FixedName {
  char chars[kCapacity + 1]{};
  std::size_t size = 0;

  constexpr void push(char c) { chars[size++] = c; }
  [[nodiscard]] constexpr std::string_view view() const { return {chars, size}; }
};

/// "duration_seconds" → "durationSeconds".
template <std::size_t kCapacity>
[[nodiscard]] constexpr FixedName<kCapacity> camel_case(std::string_view snake) {
  FixedName<kCapacity> name;
  bool raise = false;
  for (char c : snake) {
    if (c == '_') {
      raise = true;
      continue;
    }
    name.push(raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    raise = false;
  }
  return name;
}

/// "kNoResponse" → "no-response". Does not compile for a name without the k.
template <std::size_t kCapacity>
[[nodiscard]] consteval FixedName<2 * kCapacity> kebab_case(std::string_view enumerator) {
  if (enumerator.size() < 2 || enumerator[0] != 'k') throw "An enumerator's name begins with k.";
  FixedName<2 * kCapacity> name;
  for (char c : enumerator.substr(1)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && name.size > 0) name.push('-');
    name.push(upper ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return name;
}

}  // namespace doggy::codec
