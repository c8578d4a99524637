#include "registry/progress/time_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

types::Observation observation(double seconds, std::vector<types::ObservedEvent> events) {
  types::Observation made;
  made.observed_seconds = seconds;
  made.behaviors = {{.name = "lie", .kind = types::BehaviorKind::kState},
                    {.name = "bark", .kind = types::BehaviorKind::kPoint},
                    {.name = "growl", .kind = types::BehaviorKind::kPoint}};
  made.events = std::move(events);
  return made;
}
types::ObservedEvent state(double onset, double offset) {
  types::ObservedEvent event;
  event.behavior = "lie";
  event.onset_seconds = onset;
  event.offset_seconds = offset;
  return event;
}
types::ObservedEvent bark(double at) {
  types::ObservedEvent event;
  event.behavior = "bark";
  event.onset_seconds = at;
  return event;
}

// By hand: durations 10, 20, 6 (mean 12, deviation sqrt(104 / 2)), gaps 5 and 5; barks at 1, 4, 10 have the gaps 3 and
// 6 (deviation sqrt(4.5)).
TEST(TimeBudget, CountsDurationsAndGaps) {
  const auto budget = time_budget(
      std::vector{observation(100, {state(40, 46), bark(4), state(0, 10), bark(1), state(15, 35), bark(10)})});
  ASSERT_EQ(budget.behaviors.size(), 3u);
  const BehaviorBudget& bark_budget = budget.behaviors[0];
  EXPECT_EQ(bark_budget.behavior, "bark");
  EXPECT_EQ(bark_budget.number, 3u);
  EXPECT_FALSE(bark_budget.total_seconds);
  EXPECT_DOUBLE_EQ(bark_budget.inter_event_mean_seconds.value(), 4.5);
  EXPECT_NEAR(bark_budget.inter_event_deviation_seconds.value(), 2.1213, 1e-4);
  const BehaviorBudget& growl = budget.behaviors[1];
  EXPECT_EQ(growl.number, 0u);
  EXPECT_FALSE(growl.inter_event_mean_seconds);
  const BehaviorBudget& lie = budget.behaviors[2];
  EXPECT_EQ(lie.number, 3u);
  EXPECT_DOUBLE_EQ(lie.total_seconds.value(), 36);
  EXPECT_DOUBLE_EQ(lie.mean_seconds.value(), 12);
  EXPECT_NEAR(lie.deviation_seconds.value(), 7.2111, 1e-4);
  EXPECT_DOUBLE_EQ(lie.inter_event_mean_seconds.value(), 5);
  EXPECT_DOUBLE_EQ(lie.inter_event_deviation_seconds.value(), 0);
  EXPECT_DOUBLE_EQ(lie.percent.value(), 36);
}

TEST(TimeBudget, DoesNotMeasureFromOneObservationToTheNext) {
  const auto budget = time_budget(std::vector{observation(50, {bark(1)}), observation(50, {bark(10), bark(12)})});
  EXPECT_EQ(budget.observations, 2u);
  EXPECT_DOUBLE_EQ(budget.behaviors[0].inter_event_mean_seconds.value(), 2);
  EXPECT_FALSE(budget.behaviors[0].inter_event_deviation_seconds);
}

TEST(TimeBudget, HasNoShareOfUnknownTime) {
  auto unknown = observation(0, {state(0, 10)});
  unknown.observed_seconds.reset();
  unknown.complete = false;
  const auto budget = time_budget(std::vector{observation(50, {state(0, 10)}), unknown});
  EXPECT_FALSE(budget.observed_seconds);
  EXPECT_FALSE(budget.behaviors[2].percent);
  EXPECT_DOUBLE_EQ(budget.behaviors[2].total_seconds.value(), 20);
}

}  // namespace
}  // namespace doggy::progress
