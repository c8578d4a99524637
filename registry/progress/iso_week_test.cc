#include "registry/progress/iso_week.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

IsoWeek week_of(std::string_view day) {
  return IsoWeek::of(Date::parse(day).value());
}

// The year boundaries are the examples that ISO 8601 is usually explained with.
TEST(IsoWeek, BelongsToTheYearOfItsThursday) {
  EXPECT_EQ(week_of("2005-01-01").text(), "2004-W53");
  EXPECT_EQ(week_of("2005-01-02").text(), "2004-W53");
  EXPECT_EQ(week_of("2005-01-03").text(), "2005-W01");
  EXPECT_EQ(week_of("2007-12-31").text(), "2008-W01");
  EXPECT_EQ(week_of("2008-12-28").text(), "2008-W52");
  EXPECT_EQ(week_of("2008-12-29").text(), "2009-W01");
  EXPECT_EQ(week_of("2010-01-03").text(), "2009-W53");
  EXPECT_EQ(week_of("2026-11-16").text(), "2026-W47");
  EXPECT_EQ(week_of("2026-11-22").text(), "2026-W47");
  EXPECT_EQ(week_of("1969-12-31").text(), "1970-W01");
}

TEST(IsoWeek, BeginsOnMonday) {
  EXPECT_EQ(week_of("2026-11-22").monday().text(), "2026-11-16");
  EXPECT_EQ(week_of("2026-11-16").monday().text(), "2026-11-16");
}

TEST(IsoWeek, NextCrossesTheYear) {
  EXPECT_EQ(week_of("2026-12-31").text(), "2026-W53");
  EXPECT_EQ(week_of("2026-12-31").next().text(), "2027-W01");
  EXPECT_LT(week_of("2026-12-31"), week_of("2027-01-04"));
}

}  // namespace
}  // namespace doggy::progress
