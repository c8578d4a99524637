#include "registry/progress/event_series.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

HeldObservation held(std::string_view at, std::optional<double> seconds, std::vector<std::pair<double, double>> bouts) {
  HeldObservation made{.id = Uuid::from_name(std::string(at)), .at = *Timestamp::parse(at), .observation = {}};
  made.observation.observed_seconds = seconds;
  made.observation.behaviors = {{.name = "Lie", .kind = types::BehaviorKind::kState}};
  for (const auto& [onset, offset] : bouts) {
    types::ObservedEvent event;
    event.behavior = "Lie";
    event.onset_seconds = onset;
    event.offset_seconds = offset;
    made.observation.events.push_back(std::move(event));
  }
  return made;
}

// By hand: 3 bouts in 2 minutes of 10, 20 and 30 s beginning at 5, 30 and 90.
TEST(EventSeries, MeasuresEachObservation) {
  const auto series = event_series(" lie", Per::kSession,
                                   std::vector{held("2026-11-23T10:00:00+01:00", 120, {{30, 50}, {5, 15}, {90, 120}})});
  ASSERT_EQ(series.points.size(), 1u);
  const EventPoint& point = series.points[0];
  EXPECT_EQ(point.start, "2026-11-23T10:00:00+01:00");
  EXPECT_EQ(point.count, 3u);
  EXPECT_DOUBLE_EQ(point.rate_per_minute.value(), 1.5);
  EXPECT_DOUBLE_EQ(point.total_seconds.value(), 60);
  EXPECT_DOUBLE_EQ(point.mean_seconds.value(), 20);
  EXPECT_DOUBLE_EQ(point.percent.value(), 50);
  EXPECT_DOUBLE_EQ(point.mean_latency_seconds.value(), 5);
  EXPECT_DOUBLE_EQ(point.mean_inter_response_seconds.value(), 42.5);
}

TEST(EventSeries, NormalizesByTheTimeOfAllObservationsOfADay) {
  const auto series = event_series(
      "lie", Per::kDay,
      std::vector{held("2026-11-24T09:00:00Z", 60, {}), held("2026-11-23T23:30:00-02:00", 60, {{0, 6}, {10, 16}}),
                  held("2026-11-23T08:00:00Z", 180, {{20, 80}})});
  ASSERT_EQ(series.points.size(), 2u);
  EXPECT_EQ(series.points[0].start, "2026-11-23");
  EXPECT_EQ(series.points[0].observations, 2u);
  EXPECT_DOUBLE_EQ(series.points[0].rate_per_minute.value(), 0.75);
  EXPECT_DOUBLE_EQ(series.points[0].mean_latency_seconds.value(), 10);
  EXPECT_EQ(series.points[1].count, 0u);
  EXPECT_DOUBLE_EQ(series.points[1].rate_per_minute.value(), 0);
  EXPECT_FALSE(series.points[1].mean_seconds);
}

TEST(EventSeries, HasNoRateWithoutTheObservedTime) {
  const auto series = event_series(
      "lie", Per::kWeek, std::vector{held("2026-11-23T10:00:00Z", {}, {{0, 5}}), held("2026-11-25T10:00:00Z", 60, {})});
  ASSERT_EQ(series.points.size(), 1u);
  EXPECT_EQ(series.points[0].start, "2026-11-23");
  EXPECT_EQ(series.points[0].count, 1u);
  EXPECT_FALSE(series.points[0].rate_per_minute);
  EXPECT_TRUE(series.points[0].reason);
}

TEST(EventSeries, LeavesOutWhatWasNotWatchedFor) {
  EXPECT_TRUE(event_series("bark", Per::kDay, std::vector{held("2026-11-23T10:00:00Z", 60, {})}).points.empty());
}

}  // namespace
}  // namespace doggy::progress
