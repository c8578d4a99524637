// How texts that people type in any case are compared: by their lower case.
#pragma once

#include <string>

namespace doggy::accounts {

/// The letters A to Z in lower case; everything else stays.
[[nodiscard]] inline std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

}  // namespace doggy::accounts
