#include "registry/progress/plan_fidelity.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

Date day(std::string_view text) {
  return *Date::parse(text);
}

// 2026-11-23 is a Monday. By hand: 7 times a week from Thursday 19 to Sunday 29 November: 4 of 7 days, then a whole
// week.
TEST(PlanFidelity, CountsPartialWeeksByTheirDays) {
  const std::vector<PlannedHomework> plan{{day("2026-11-19"), day("2026-11-29"), 7}};
  const std::vector<Date> done{day("2026-11-20"), day("2026-11-23"), day("2026-11-24"), day("2026-12-08")};
  const std::vector<DailyOutcome> outcomes{
      {day("2026-11-21"), 3, 4}, {day("2026-11-22"), 1, 4}, {day("2026-10-01"), 1, 1}};
  const auto result = plan_fidelity(plan, done, outcomes);
  ASSERT_EQ(result.weeks.size(), 4u);
  EXPECT_EQ(result.weeks[0].week, "2026-W47");
  EXPECT_DOUBLE_EQ(result.weeks[0].planned, 4);
  EXPECT_DOUBLE_EQ(result.weeks[0].percent.value(), 25);
  EXPECT_DOUBLE_EQ(result.weeks[0].outcome_percent.value(), 50);
  EXPECT_NEAR(result.weeks[1].percent.value(), 28.5714, 1e-4);
  EXPECT_FALSE(result.weeks[1].outcome_percent);
  EXPECT_EQ(result.weeks[2].done, 0u);
  EXPECT_FALSE(result.weeks[2].percent);
  EXPECT_EQ(result.weeks[3].done, 1u);
  EXPECT_TRUE(result.weeks[3].reason);
}

TEST(PlanFidelity, OfNothing) {
  EXPECT_TRUE(plan_fidelity({}, {}, {}).weeks.empty());
  const std::vector<PlannedHomework> without_number{{day("2026-11-19"), day("2026-11-29"), {}}};
  EXPECT_TRUE(plan_fidelity(without_number, {}, {}).weeks.empty());
}

}  // namespace
}  // namespace doggy::progress
