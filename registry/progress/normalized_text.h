// When two texts that people typed mean the same behavior, antecedent, place.
#pragma once

#include <string>
#include <string_view>

namespace doggy::progress {

/// Without surrounding spaces, ASCII letters in lower case.
[[nodiscard]] std::string normalized(std::string_view text);

}  // namespace doggy::progress
