// The question to the LLM.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alert-analyzer/context/excerpt.h"

namespace doggy::analyzer {

/// What the LLM is told to be and do: to treat everything in the material as data.
[[nodiscard]] std::string_view analyst_instructions();

/// Facts, measured values and numbered lines, between markers that the material cannot know.
[[nodiscard]] std::string material(std::string_view facts, const Excerpt& excerpt, std::string_view marker);

/// The JSON Schema of Analysis as "strict" structured outputs take it: every property required, none but those.
[[nodiscard]] std::string strict_schema();

/// The lines as they stand in the material, for checking quotes.
[[nodiscard]] std::vector<std::string> lines_of(const Excerpt& excerpt);

/// A guess of what a text costs, on the high side.
[[nodiscard]] constexpr std::size_t tokens_of(std::size_t bytes) {
  return bytes / 3 + 1;
}

}  // namespace doggy::analyzer
