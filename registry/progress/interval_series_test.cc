#include "registry/progress/interval_series.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

HeldObservation held(std::string_view at, types::ObservationMethod method, std::vector<bool> scores) {
  HeldObservation made{.id = Uuid::from_name(std::string(at)), .at = *Timestamp::parse(at), .observation = {}};
  made.observation.method = method;
  made.observation.interval_seconds = 10;
  made.observation.intervals = {{"Bark", std::move(scores)}, {"lie", {true}}};
  return made;
}

// By hand: 3 of 4 intervals are 75 %.
TEST(IntervalSeries, IsAlwaysLabeledWithItsMethod) {
  const auto series = interval_series(
      "bark",
      std::vector{held("2026-11-24T10:00:00Z", types::ObservationMethod::kMomentary, {false}),
                  held("2026-11-23T10:00:00Z", types::ObservationMethod::kPartialInterval, {true, true, false, true})});
  ASSERT_EQ(series.points.size(), 2u);
  EXPECT_EQ(series.points[0].method, types::ObservationMethod::kPartialInterval);
  EXPECT_DOUBLE_EQ(series.points[0].percent.value(), 75);
  EXPECT_EQ(series.points[1].method, types::ObservationMethod::kMomentary);
  EXPECT_DOUBLE_EQ(series.points[1].percent.value(), 0);
}

TEST(IntervalSeries, HasNoPercentOfNothing) {
  const auto series =
      interval_series("bark", std::vector{held("2026-11-24T10:00:00Z", types::ObservationMethod::kWholeInterval, {})});
  EXPECT_FALSE(series.points.at(0).percent);
  EXPECT_TRUE(series.points.at(0).reason);
  EXPECT_TRUE(interval_series("growl", {}).points.empty());
}

}  // namespace
}  // namespace doggy::progress
