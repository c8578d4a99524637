#include "registry/progress/chart_lines.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

TEST(ChartLines, FindThePhaseOfAMoment) {
  const auto at = [](std::int64_t ms) { return Timestamp::from_unix_ms(ms); };
  ChartLines lines;
  lines.phases = {{at(50), types::PhaseKind::kIntervention, "B"}, {at(10), types::PhaseKind::kBaseline, "A"}};
  sort_lines(lines);
  EXPECT_EQ(phase_at(lines.phases, at(9)), nullptr);
  EXPECT_EQ(phase_at(lines.phases, at(10))->name, "A");
  EXPECT_EQ(phase_at(lines.phases, at(49))->name, "A");
  EXPECT_EQ(phase_at(lines.phases, at(50))->name, "B");
}

}  // namespace
}  // namespace doggy::progress
