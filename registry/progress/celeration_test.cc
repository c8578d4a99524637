#include "registry/progress/celeration.h"

#include <gtest/gtest.h>

#include <vector>

namespace doggy::progress {
namespace {

// By hand: the rate doubles each week, which is what ×2 means.
TEST(Celeration, IsTheFactorOfAWeek) {
  const std::vector<DailyRate> doubling{{0, 10}, {7, 20}, {14, 40}};
  const Celeration result = celeration(doubling);
  EXPECT_NEAR(result.per_week.value(), 2, 1e-9);
  EXPECT_EQ(result.text, "×2.00");
  EXPECT_NEAR(result.bounce.value(), 1, 1e-9);
  EXPECT_NEAR(result.rate_at_start.value(), 10, 1e-9);
  EXPECT_FALSE(result.reason.has_value());
}

TEST(Celeration, OfAFallingRateIsWrittenAsADivision) {
  const std::vector<DailyRate> halving{{14, 10}, {7, 20}, {0, 40}};
  EXPECT_NEAR(celeration(halving).per_week.value(), 0.5, 1e-9);
  EXPECT_EQ(celeration(halving).text, "÷2.00");
  EXPECT_NEAR(celeration(halving).rate_at_start.value(), 40, 1e-9);
}

// By hand: a flat line through 10, 40, 40, 10, half of a factor of 4 above it and half below.
TEST(Celeration, BounceIsTheFactorBetweenTheFarthestRates) {
  const std::vector<DailyRate> scattered{{0, 10}, {1, 40}, {2, 40}, {3, 10}};
  EXPECT_NEAR(celeration(scattered).per_week.value(), 1, 1e-9);
  EXPECT_NEAR(celeration(scattered).bounce.value(), 4, 1e-9);
  EXPECT_NEAR(celeration(scattered).rate_at_start.value(), 20, 1e-9);
}

TEST(Celeration, LeavesZerosOutAndCountsThem) {
  const std::vector<DailyRate> rates{{0, 10}, {3, 0}, {7, 20}, {9, 0}};
  const Celeration result = celeration(rates);
  EXPECT_EQ(result.n, 2u);
  EXPECT_EQ(result.zeros, 2u);
  EXPECT_NEAR(result.per_week.value(), 2, 1e-9);
}

TEST(Celeration, TakesTwoDays) {
  for (const std::vector<DailyRate>& rates :
       {std::vector<DailyRate>{}, {{1, 0}, {2, 0}}, {{1, 5}, {2, 0}}, {{1, 5}, {1, 7}}}) {
    const Celeration result = celeration(rates);
    EXPECT_FALSE(result.per_week.has_value());
    EXPECT_FALSE(result.bounce.has_value());
    EXPECT_TRUE(result.reason.has_value());
  }
}

}  // namespace
}  // namespace doggy::progress
