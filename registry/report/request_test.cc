#include "registry/report/request.h"

#include <gtest/gtest.h>

namespace doggy::report {
namespace {

Date day(const char* text) {
  return Date::parse(text).value();
}

std::string text_of(const Result<Period>& period) {
  return period ? period->from.text() + " " + period->to.text() : period.error().fields.at(0).field;
}

const Date kToday = day("2026-11-25");

TEST(ReportRequest, IsOfTheLast90DaysUnlessTold) {
  EXPECT_EQ(text_of(period_of({}, kToday)), "2026-08-28 2026-11-25");
  EXPECT_EQ(text_of(period_of({.last_days = 1}, kToday)), "2026-11-25 2026-11-25");
  EXPECT_EQ(text_of(period_of({.to = day("2026-03-31")}, kToday)), "2026-01-01 2026-03-31");
  EXPECT_EQ(text_of(period_of({.from = day("2026-11-01")}, kToday)), "2026-11-01 2026-11-25");
}

TEST(ReportRequest, RefusesAPeriodThatIsNone) {
  EXPECT_EQ(text_of(period_of({.from = day("2026-11-02"), .to = day("2026-11-01")}, kToday)), "to");
  EXPECT_EQ(text_of(period_of({.from = day("2026-11-02"), .last_days = 7}, kToday)), "lastDays");
  EXPECT_EQ(text_of(period_of({.from = day("2001-01-01")}, kToday)), "from");
  EXPECT_EQ(text_of(period_of({.to = day("0000-01-01")}, kToday)), "to");
  EXPECT_EQ(text_of(period_of({.from = day("9999-12-31"), .to = day("9999-12-31")}, kToday)), "from");
}

TEST(ReportRequest, HasEveryPartUnlessSomeAreNamed) {
  EXPECT_TRUE(includes({}, Part::kHealth));
  const Request request{.include = {Part::kTraining, Part::kNotes}};
  EXPECT_TRUE(includes(request, Part::kNotes));
  EXPECT_FALSE(includes(request, Part::kHealth));
}

}  // namespace
}  // namespace doggy::report
