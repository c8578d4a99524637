// A number that may not be computable: then it says why, and is never 0 in its place.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "platform/json/schema.h"

namespace doggy::progress {

struct Figure {
  std::optional<double> value;
  std::optional<std::string> reason;
  std::uint64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (value, reason, n))

[[nodiscard]] inline Figure computable(double value, std::uint64_t n) {
  return {.value = value, .reason = {}, .n = n};
}
[[nodiscard]] inline Figure not_computable(std::string reason, std::uint64_t n) {
  return {.value = {}, .reason = std::move(reason), .n = n};
}

}  // namespace doggy::progress

template <>
struct doggy::codec::Schema<doggy::progress::Figure> {
  static constexpr std::string_view kName = "Figure";
  static constexpr std::string_view kDoc = "A number, or why there is none.";
  static constexpr std::array kFields{
      Field{.member = "value",
            .doc = "The number; null when it is not computable.",
            .access = Access::kReadOnly,
            .sends_null = true},
      Field{.member = "reason", .doc = "Why it is not computable.", .access = Access::kReadOnly},
      Field{.member = "n", .doc = "What it is computed from, counted.", .access = Access::kReadOnly},
  };
};
