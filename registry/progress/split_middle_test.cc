#include "registry/progress/split_middle.h"

#include <gtest/gtest.h>

#include <vector>

namespace doggy::progress {
namespace {

std::vector<DailyValue> daily(const std::vector<double>& values) {
  std::vector<DailyValue> points;
  for (const double value : values) points.push_back({static_cast<double>(points.size()), value});
  return points;
}

// By hand: halves 3, 5, 4, 6 and 7, 9, 8, 10, median days 1.5 and 5.5, medians 4.5 and 8.5: slope 1. The residuals from
// that line are 0, 1, -1, 0, 0, 1, -1, 0: it splits the values already.
TEST(SplitMiddle, GoesThroughTheMediansOfTheHalves) {
  const SplitMiddle line = split_middle(daily({3, 5, 4, 6, 7, 9, 8, 10}));
  EXPECT_DOUBLE_EQ(line.slope_per_day.value(), 1);
  EXPECT_DOUBLE_EQ(line.at_first_day.value(), 3);
  EXPECT_DOUBLE_EQ(line.at_last_day.value(), 10);
}

// By hand: halves 2, 2, 8 and 4, 10, 10; medians 2 and 10 on days 1 and 5; slope 2 (the 6 in the middle is left out).
// Residuals from 2 + 2 (day - 1): 2, 0, 4, 0, -4, 0, -2: their median is 0.
TEST(SplitMiddle, LeavesOutTheMiddleOfAnOddNumber) {
  const SplitMiddle line = split_middle(daily({2, 2, 8, 6, 4, 10, 10}));
  EXPECT_DOUBLE_EQ(line.slope_per_day.value(), 2);
  EXPECT_DOUBLE_EQ(line.at_first_day.value(), 0);
}

// By hand: the medians 1 and 5 on days 1.5 and 5.5 give slope 1; residuals 1.5, .5, 7.5, -1.5 and 1.5, .5, 3.5, -1.5,
// of median 1: moved up by 1.
TEST(SplitMiddle, IsMovedUntilHalfLiesOnEachSide) {
  const SplitMiddle line = split_middle(daily({1, 1, 9, 1, 5, 5, 9, 5}));
  EXPECT_DOUBLE_EQ(line.slope_per_day.value(), 1);
  EXPECT_DOUBLE_EQ(line.at_first_day.value(), 0.5);
}

TEST(SplitMiddle, NeedsFourValuesOnDifferentDays) {
  EXPECT_FALSE(split_middle(daily({1, 2, 3})).slope_per_day);
  const std::vector<DailyValue> one_day(6, {3, 1});
  EXPECT_EQ(split_middle(one_day).reason.value(), "Both halves have the same median day.");
  const std::vector<DailyValue> crowded{{1, 3}, {2, 4}, {2, 5}, {2, 6}, {2, 7}, {3, 8}};
  EXPECT_EQ(split_middle(crowded).reason.value(), "Both halves have the same median day.");
}

}  // namespace
}  // namespace doggy::progress
