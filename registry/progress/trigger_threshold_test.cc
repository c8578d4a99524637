#include "registry/progress/trigger_threshold.h"

#include <gtest/gtest.h>

#include <vector>

namespace doggy::progress {
namespace {

// The example of Wikipedia, "Logistic regression": hours of study of 20 students and whether they passed; b0 = -4.0777,
// b1 = 1.5046, even odds at 2.71 hours. Here failing stands for reacting, hours for meters: the odds of failing fall.
std::vector<Exposure> students() {
  const std::vector<double> hours{0.5,  0.75, 1.0,  1.25, 1.5, 1.75, 1.75, 2.0,  2.25, 2.5,
                                  2.75, 3.0,  3.25, 3.5,  4.0, 4.25, 4.5,  4.75, 5.0,  5.5};
  const std::vector<int> passed{0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1};
  std::vector<Exposure> exposures;
  for (std::size_t i = 0; i < hours.size(); ++i) exposures.push_back({hours[i], passed[i] == 1 ? 0 : 3});
  return exposures;
}

TEST(TriggerThreshold, OfAPublishedRegression) {
  const auto threshold = trigger_threshold(students());
  EXPECT_EQ(threshold.n, 20u);
  EXPECT_EQ(threshold.reacted, 10u);
  EXPECT_NEAR(threshold.meters.value(), 4.0777 / 1.5046, 0.001);
  EXPECT_FALSE(threshold.reason);
}

// Computed apart from this program from the same estimates, whose standard errors are the published 1.7610 and 0.6287.
// At both ends the linear predictor lies 1.96 of its standard errors from 0.
TEST(TriggerThreshold, HasFiellersInterval) {
  const auto threshold = trigger_threshold(students());
  EXPECT_NEAR(threshold.low_meters.value(), 1.4565, 1e-4);
  EXPECT_NEAR(threshold.high_meters.value(), 4.3426, 1e-4);
}

// The slope differs from 0 by less than 1.96 standard errors, so that no distance can be excluded on one side.
TEST(TriggerThreshold, HasNoIntervalWhereItWouldBeUnbounded) {
  const std::vector<Exposure> few{{1, 3}, {2, 0}, {3, 0}, {4, 3}, {5, 0}, {6, 0}, {8, 0}, {10, 0}, {12, 0}, {20, 0}};
  const auto threshold = trigger_threshold(few);
  EXPECT_NEAR(threshold.meters.value(), 2.0983, 1e-4);
  EXPECT_FALSE(threshold.low_meters);
  EXPECT_FALSE(threshold.high_meters);
  EXPECT_TRUE(threshold.reason);
}

TEST(TriggerThreshold, SaysWhyThereIsNone) {
  EXPECT_EQ(trigger_threshold({}).reason.value(), "At least six exposures are needed.");
  const std::vector<Exposure> calm(8, {5, 1});
  EXPECT_EQ(trigger_threshold(calm).reason.value(), "There was no reaction.");
  const std::vector<Exposure> wild(8, {5, 4});
  EXPECT_EQ(trigger_threshold(wild).reason.value(), "There was a reaction every time.");
  const std::vector<Exposure> far_off{{1, 0}, {2, 0}, {3, 4}, {8, 0}, {20, 4}, {30, 5}};
  EXPECT_EQ(trigger_threshold(far_off).reason.value(), "Reactions do not become rarer with distance.");
}

TEST(TriggerThreshold, BoundsADistanceThatTellsThemApart) {
  const std::vector<Exposure> apart{{2, 5}, {4, 3}, {6, 2}, {10, 1}, {15, 0}, {30, 0}};
  const auto threshold = trigger_threshold(apart);
  EXPECT_FALSE(threshold.meters);
  EXPECT_DOUBLE_EQ(threshold.reacted_to.value(), 6);
  EXPECT_DOUBLE_EQ(threshold.calm_from.value(), 10);
}

// Maximum likelihood has no finite estimates in any of these (Albert & Anderson 1984, Biometrika 71, 1-10).
TEST(TriggerThreshold, SaysHowDistanceTellsThemApart) {
  const std::vector<Exposure> touching{{2, 5}, {4, 3}, {6, 2}, {6, 1}, {10, 0}, {15, 0}};
  EXPECT_EQ(trigger_threshold(touching).reason.value(), "Reactions and calm meet at one distance, which is given.");
  EXPECT_DOUBLE_EQ(trigger_threshold(touching).reacted_to.value(), 6);
  EXPECT_DOUBLE_EQ(trigger_threshold(touching).calm_from.value(), 6);
  const std::vector<Exposure> reversed{{1, 0}, {2, 0}, {3, 0}, {10, 4}, {20, 4}, {30, 4}};
  EXPECT_EQ(trigger_threshold(reversed).reason.value(), "Reactions do not become rarer with distance.");
  const std::vector<Exposure> one_place{{5, 0}, {5, 0}, {5, 0}, {5, 4}, {5, 4}, {5, 4}};
  EXPECT_EQ(trigger_threshold(one_place).reason.value(), "All exposures were at the same distance.");
}

// By hand: 1 of 3 at 1 m and 1 of 4 at 10 m; the line through their log odds, -0.69 and -1.10, is at 0 before 0 m.
TEST(TriggerThreshold, IsNotBehindTheTrigger) {
  const std::vector<Exposure> rare{{1, 3}, {1, 0}, {1, 0}, {10, 3}, {10, 0}, {10, 0}, {10, 0}};
  EXPECT_FALSE(trigger_threshold(rare).meters);
  EXPECT_EQ(trigger_threshold(rare).reason.value(), "Even close by, fewer than half of the exposures had a reaction.");
}

TEST(TriggerThreshold, CountsByDistance) {
  const auto threshold = trigger_threshold(std::vector<Exposure>{{1, 4}, {1.5, 2}, {2, 1}, {300, 0}}, 3);
  ASSERT_EQ(threshold.bins.size(), 3u);
  EXPECT_EQ(threshold.bins[0].n, 2u);
  EXPECT_EQ(threshold.bins[0].reacted, 1u);
  EXPECT_DOUBLE_EQ(threshold.bins[0].mean_reaction, 3);
  EXPECT_DOUBLE_EQ(threshold.bins[2].from_meters, 100);
}

}  // namespace
}  // namespace doggy::progress
