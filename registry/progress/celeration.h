// How fast a rate changes: a straight line through the logarithms of the rates (the standard celeration chart).
//
//   fit         least squares of log10(rate) on days
//   celeration  10^(7 slope): the factor by which the rate changes in a week; below 1 it is read as ÷(1 / celeration)
//   bounce      10^(largest - smallest residual): how far the rates scatter about the line, as a factor
// Sources: Pennypacker, Gutierrez & Lindsley 2003, Handbook of the Standard Celeration Chart; Cooper, Heron & Heward,
// Applied Behavior Analysis (3rd ed.), chapter 6. A rate of 0 has no logarithm: it is left out and counted.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "platform/json/schema.h"

namespace doggy::progress {

/// A rate in any unit of count per time, on a day counted from any day.
struct DailyRate {
  double day = 0;
  double rate = 0;
};

struct Celeration {
  std::uint64_t n = 0;
  std::uint64_t zeros = 0;
  std::optional<double> per_week;
  std::optional<std::string> text;
  std::optional<double> bounce;
  std::optional<double> rate_at_start;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Celeration, (), (n, zeros, per_week, text, bounce, rate_at_start, reason))

/// Rates are at least 0. Not computable with fewer than two different days that have a rate above 0. Pure.
[[nodiscard]] Celeration celeration(std::span<const DailyRate> rates);

}  // namespace doggy::progress

template <>
struct doggy::codec::Schema<doggy::progress::Celeration> {
  static constexpr std::string_view kName = "Celeration";
  static constexpr std::string_view kDoc = "By what factor a rate changes in a week.";
  static constexpr std::array kFields{
      Field{.member = "n", .doc = "Rates above 0, which the line is fitted to.", .access = Access::kReadOnly},
      Field{.member = "zeros", .doc = "Rates of 0, which are left out.", .access = Access::kReadOnly},
      Field{.member = "per_week",
            .doc = "The factor; null when it is not computable.",
            .access = Access::kReadOnly,
            .unit = "per week",
            .sends_null = true},
      Field{.member = "text", .doc = "The factor as charts write it: ×2 or ÷2.", .access = Access::kReadOnly},
      Field{.member = "bounce", .doc = "The scatter about the line, as a factor.", .access = Access::kReadOnly},
      Field{.member = "rate_at_start",
            .doc = "The line's rate on the first day that has one above 0, in the unit of the rates.",
            .access = Access::kReadOnly},
      Field{.member = "reason", .doc = "Why it is not computable.", .access = Access::kReadOnly},
  };
};
