#include "registry/calendar/recurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::calendar {
namespace {

using testing::ElementsAre;

Timestamp at(std::string_view text) {
  return *Timestamp::parse(text);
}
std::vector<std::string> shown(const Series& series, std::size_t limit = 5,
                               std::string_view from = "1990-01-01T00:00:00Z",
                               std::string_view to = "2100-01-01T00:00:00Z") {
  std::vector<std::string> texts;
  for (const Timestamp& one : occurrences(series, at(from), at(to), limit)) texts.push_back(one.text());
  return texts;
}

// The examples of RFC 5545, section 3.8.5.3, are at 09:00 in New York.
Series new_york(std::string_view start, std::string rule) {
  return {.start = at(start), .rule = std::move(rule), .time_zone = "America/New_York", .except = {}};
}

TEST(Recurrence, FollowsTheExamplesOfTheStandard) {
  EXPECT_THAT(shown(new_york("1997-09-02T09:00:00-04:00", "FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH")),
              ElementsAre("1997-09-02T09:00:00-04:00", "1997-09-04T09:00:00-04:00", "1997-09-09T09:00:00-04:00",
                          "1997-09-11T09:00:00-04:00"));
  EXPECT_THAT(shown(new_york("1997-09-05T09:00:00-04:00", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR")),
              ElementsAre("1997-09-05T09:00:00-04:00", "1997-10-03T09:00:00-04:00", "1997-11-07T09:00:00-05:00"));
  EXPECT_THAT(shown(new_york("1997-09-28T09:00:00-04:00", "FREQ=MONTHLY;BYMONTHDAY=-3"), 3),
              ElementsAre("1997-09-28T09:00:00-04:00", "1997-10-29T09:00:00-05:00", "1997-11-28T09:00:00-05:00"));
}

TEST(Recurrence, StaysAtTheSameClockTimeOverTheYear) {
  const Series weekly{
      .start = at("2026-10-20T18:00:00+02:00"), .rule = "FREQ=WEEKLY", .time_zone = "Europe/Berlin", .except = {}};
  EXPECT_THAT(shown(weekly, 2), ElementsAre("2026-10-20T18:00:00+02:00", "2026-10-27T18:00:00+01:00"));
  Series without_zone = weekly;
  without_zone.time_zone.reset();
  EXPECT_THAT(shown(without_zone, 2), ElementsAre("2026-10-20T18:00:00+02:00", "2026-10-27T18:00:00+02:00"));
}

TEST(Recurrence, LeavesOutExceptions) {
  Series daily{.start = at("2026-01-01T08:00:00+01:00"), .rule = "FREQ=DAILY;COUNT=3", .time_zone = {}, .except = {}};
  daily.except.push_back(*Date::parse("2026-01-02"));
  EXPECT_THAT(shown(daily), ElementsAre("2026-01-01T08:00:00+01:00", "2026-01-03T08:00:00+01:00"));
}

TEST(Recurrence, KeepsToTheRangeAskedFor) {
  const Series daily{.start = at("2026-01-01T08:00:00Z"), .rule = "FREQ=DAILY", .time_zone = {}, .except = {}};
  EXPECT_THAT(shown(daily, 9, "2026-02-01T08:00:00Z", "2026-02-03T08:00:00Z"),
              ElementsAre("2026-02-01T08:00:00+00:00", "2026-02-02T08:00:00+00:00"));
  const Series once{.start = at("2026-01-01T08:00:00Z"), .rule = "", .time_zone = {}, .except = {}};
  EXPECT_THAT(shown(once), ElementsAre("2026-01-01T08:00:00Z"));
  EXPECT_THAT(shown(once, 9, "2026-02-01T08:00:00Z"), ElementsAre());
}

TEST(Recurrence, EndsAtUntil) {
  EXPECT_THAT(shown(new_york("1997-12-22T09:00:00-05:00", "FREQ=DAILY;UNTIL=19971224T000000Z")),
              ElementsAre("1997-12-22T09:00:00-05:00", "1997-12-23T09:00:00-05:00"));
}

TEST(Recurrence, RefusesBrokenRules) {
  const Timestamp start = at("2026-01-01T08:00:00Z");
  for (const char* rule :
       {"", "weekly", "RRULE:FREQ=DAILY", "FREQ=SOMETIMES", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;COUNT=-1", "FREQ=HOURLY",
        "FREQ=SECONDLY", "FREQ=DAILY;COUNT=2;UNTIL=20260201T000000Z", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20250101T000000Z", "FREQ=DAILY\nATTENDEE:x",
        "FREQ=WEEKLY;BYMONTHDAY=5", "FREQ=DAILY;COUNT=0"})
    EXPECT_TRUE(broken_rule(rule, start)) << rule;
  for (const char* rule : {"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1SU",
                           "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;COUNT=10", "FREQ=DAILY;UNTIL=20260201"})
    EXPECT_FALSE(broken_rule(rule, start)) << rule << ": " << *broken_rule(rule, start);
}

}  // namespace
}  // namespace doggy::calendar
