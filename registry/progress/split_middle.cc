#include "registry/progress/split_middle.h"

#include <vector>

#include "registry/progress/statistics.h"

namespace doggy::progress {
namespace {

constexpr std::size_t kFewest = 4;

DailyValue middle(std::span<const DailyValue> values) {
  std::vector<double> days;
  std::vector<double> heights;
  for (const DailyValue& value : values) {
    days.push_back(value.day);
    heights.push_back(value.value);
  }
  return {.day = median(std::move(days)), .value = median(std::move(heights))};
}

}  // namespace

SplitMiddle split_middle(std::span<const DailyValue> values) {
  SplitMiddle line{.n = values.size()};
  if (values.size() < kFewest) {
    line.reason = "A split-middle line needs at least four values.";
    return line;
  }
  const std::size_t half = values.size() / 2;
  const DailyValue first = middle(values.first(half));
  const DailyValue second = middle(values.last(half));
  if (first.day == second.day) {
    line.reason = "Both halves have the same median day.";
    return line;
  }
  const double slope = (second.value - first.value) / (second.day - first.day);
  std::vector<double> residuals;
  residuals.reserve(values.size());
  for (const DailyValue& value : values)
    residuals.push_back(value.value - (first.value + slope * (value.day - first.day)));
  const double level = first.value + median(std::move(residuals));
  line.slope_per_day = slope;
  line.at_first_day = level + slope * (values.front().day - first.day);
  line.at_last_day = level + slope * (values.back().day - first.day);
  return line;
}

}  // namespace doggy::progress
