// The split-middle line of progress: a trend line drawn through medians, as it is drawn by hand.
//
// The values in their order are halved (the middle one of an odd number is left out); the line goes through the point
// of median day and median value of each half (quarter-intersect), and is then moved up or down so that as many values
// lie on or above it as on or below: by the median of the residuals. Source: White & Haring 1980, Exceptional Teaching
// (2nd ed.); Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 6; Kazdin 2011, Single-Case Research
// Designs (2nd ed.), chapter 12.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "platform/json/schema.h"

namespace doggy::progress {

struct SplitMiddle {
  std::uint64_t n = 0;
  std::optional<double> slope_per_day;
  std::optional<double> at_first_day;
  std::optional<double> at_last_day;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SplitMiddle, (), (n, slope_per_day, at_first_day, at_last_day, reason))

/// A value on a day counted from any day.
struct DailyValue {
  double day = 0;
  double value = 0;
};

/// Values in order of their days. Not computable with fewer than four, or when both halves have the same median day.
[[nodiscard]] SplitMiddle split_middle(std::span<const DailyValue> values);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::SplitMiddle> {
  static constexpr std::string_view kName = "SplitMiddle";
  static constexpr std::string_view kDoc = "The split-middle line of progress.";
  static constexpr std::array kFields{
      Field{.member = "n", .doc = "Values.", .access = Access::kReadOnly},
      Field{.member = "slope_per_day",
            .doc = "By how much the line rises in a day.",
            .access = Access::kReadOnly,
            .sends_null = true},
      Field{.member = "at_first_day", .doc = "The line on the day of the first value.", .access = Access::kReadOnly},
      Field{.member = "at_last_day", .doc = "The line on the day of the last value.", .access = Access::kReadOnly},
      Field{.member = "reason", .doc = "Why it is not computable.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
