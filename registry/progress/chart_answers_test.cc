#include "registry/progress/chart_answers.h"

#include <gtest/gtest.h>

#include "platform/time/units.h"

namespace doggy::progress {
namespace {

// The example of SingleCaseES (phase_effects_test.cc), one value a day, the phases beginning on days 10 and 16.
TEST(PhaseChanges, ComparesEachPhaseWithTheOneBefore) {
  const std::vector<double> values{7, 20, 20, 26, 25, 22, 23, 28, 25, 24, 27, 30, 30, 29};
  std::vector<DatedValue> dated;
  for (const double value : values)
    dated.push_back({Timestamp::from_unix_ms(static_cast<std::int64_t>(9 + dated.size()) * kDayMs), value});
  const auto day = [](int number) { return Timestamp::from_unix_ms(std::int64_t{number} * kDayMs); };
  const std::vector<PhaseLine> phases{{day(10), types::PhaseKind::kBaseline, {}},
                                      {day(16), types::PhaseKind::kIntervention, {}}};
  const auto changes = phase_changes(dated, phases, WantedChange::kIncrease);
  EXPECT_EQ(changes.before_first_phase, 1u);
  ASSERT_EQ(changes.changes.size(), 1u);
  EXPECT_NEAR(changes.changes[0].effects.nap.value.value(), .9167, 1e-4);
  EXPECT_EQ(changes.changes[0].effects.n_b, 7u);
  EXPECT_TRUE(phase_changes(dated, {}, WantedChange::kIncrease).changes.empty());
}

// By hand: rates of 1, 2, 4 and 8 a minute a week apart double every week, by either line.
TEST(CelerationChart, DrawsBothLines) {
  EventSeries series{.behavior = "bark", .per = Per::kDay};
  double rate = 1;
  for (const char* date : {"2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"}) {
    EventPoint point;
    point.start = date;
    point.rate_per_minute = rate;
    series.points.push_back(point);
    rate *= 2;
  }
  EventPoint unknown;
  unknown.start = "2026-11-24";
  series.points.push_back(unknown);
  const auto chart = celeration_chart(series);
  EXPECT_NEAR(chart.celeration.per_week.value(), 2, 1e-9);
  EXPECT_NEAR(chart.split_middle_per_week.value(), 2, 1e-9);
  EXPECT_EQ(chart.celeration.n, 4u);
  EXPECT_EQ(chart.days.size(), 5u);
}

}  // namespace
}  // namespace doggy::progress
