#include "registry/progress/pair_reliability.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

types::Observation by_intervals(const std::vector<bool>& scores) {
  types::Observation made;
  made.method = types::ObservationMethod::kPartialInterval;
  made.interval_seconds = 10;
  made.observed_seconds = 70;
  made.behaviors = {{.name = "bark", .kind = types::BehaviorKind::kPoint}};
  made.intervals = {{"bark", scores}};
  return made;
}

types::Observation continuous(std::vector<std::pair<double, std::optional<double>>> events) {
  types::Observation made;
  made.observed_seconds = 30;
  made.behaviors = {{.name = "lie", .kind = types::BehaviorKind::kState}, {.name = "bark"}};
  for (const auto& [onset, offset] : events) {
    types::ObservedEvent event;
    event.behavior = offset ? "lie" : "bark";
    event.onset_seconds = onset;
    event.offset_seconds = offset;
    made.events.push_back(std::move(event));
  }
  return made;
}

// Reed & Azulay 2011: 7 intervals, 3 agreed absent, 2 agreed present, 2 disagreements: 71.4, 50 and 60 %.
TEST(PairReliability, ComparesIntervalsAsPublished) {
  const auto result = pair_reliability(by_intervals({true, true, true, false, false, false, false}),
                                       by_intervals({true, true, false, true, false, false, false}));
  ASSERT_EQ(result.behaviors.size(), 1u);
  const BehaviorReliability& bark = result.behaviors[0];
  EXPECT_NEAR(bark.interval_by_interval.value.value(), 71.4, 0.05);
  EXPECT_NEAR(bark.scored_interval.value.value(), 50, 0.05);
  EXPECT_NEAR(bark.unscored_interval.value.value(), 60, 0.05);
  EXPECT_FALSE(bark.total_count.value);
  EXPECT_DOUBLE_EQ(result.interval_seconds, 10);
}

// By hand: barks at 1, 12, 13 and at 1, 12: counts 1 2 0 and 1 1 0. Lying 0-10 and 0-8: 80 %; both only touch the first
// interval.
TEST(PairReliability, CutsContinuousRecordingsIntoIntervals) {
  const auto result =
      pair_reliability(continuous({{1, {}}, {12, {}}, {13, {}}, {0, 10}}), continuous({{12, {}}, {1, {}}, {0, 8}}));
  ASSERT_EQ(result.behaviors.size(), 2u);
  const BehaviorReliability& bark = result.behaviors[0];
  EXPECT_NEAR(bark.total_count.value.value(), 66.667, 1e-3);
  EXPECT_NEAR(bark.mean_count_per_interval.value.value(), 83.333, 1e-3);
  EXPECT_NEAR(bark.exact_count_per_interval.value.value(), 66.667, 1e-3);
  EXPECT_DOUBLE_EQ(bark.interval_by_interval.value.value(), 100);
  EXPECT_FALSE(bark.mean_duration_per_occurrence.value);
  const BehaviorReliability& lie = result.behaviors[1];
  EXPECT_DOUBLE_EQ(lie.mean_duration_per_occurrence.value.value(), 80);
  EXPECT_DOUBLE_EQ(lie.kappa.value.value(), 1);
  // 10 and 8 of 30 moments: observed 28/30, by chance (80 + 440) / 900.
  EXPECT_NEAR(result.time_unit_kappa.value.value(), (28.0 / 30 - 520.0 / 900) / (1 - 520.0 / 900), 1e-9);
}

TEST(PairReliability, SaysWhyTwoCannotBeCompared) {
  EXPECT_TRUE(pair_reliability(by_intervals({true}), continuous({})).reason);
  auto other = by_intervals({true});
  other.interval_seconds = 5;
  EXPECT_TRUE(pair_reliability(by_intervals({true}), other).reason);
  auto stranger = by_intervals({true});
  stranger.behaviors[0].name = "growl";
  EXPECT_TRUE(pair_reliability(by_intervals({true}), stranger).reason);
}

}  // namespace
}  // namespace doggy::progress
