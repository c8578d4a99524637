#include "registry/calendar/local_instant.h"

#include <gtest/gtest.h>

namespace doggy::calendar {
namespace {

std::string instant(const char* after, const char* date, int hour, int minute) {
  const LocalTime local{.date = *Date::parse(date), .hour = hour, .minute = minute};
  return instant_after(*Timestamp::parse(after), local, "Europe/Berlin").utc_text().substr(0, 16);
}

TEST(LocalInstant, GoesByTheClockOfThePlace) {
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-01-15", 7, 0), "2026-01-15T06:00");
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-07-15", 7, 0), "2026-07-15T05:00");
}

// Berlin put its clocks forward on 2026-03-29 and back on 2026-10-25.
TEST(LocalInstant, IsRightOnTheDaysThatClocksChange) {
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-03-29", 1, 0), "2026-03-29T00:00");
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-03-29", 7, 0), "2026-03-29T05:00");
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-10-25", 1, 0), "2026-10-24T23:00");
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-10-25", 7, 0), "2026-10-25T06:00");
  // 02:30 is not there: the clocks show 03:30 then.
  EXPECT_EQ(instant("2026-01-01T00:00:00Z", "2026-03-29", 2, 30), "2026-03-29T01:30");
  // 02:30 is there twice.
  EXPECT_EQ(instant("2026-10-24T12:00:00Z", "2026-10-25", 2, 30), "2026-10-25T00:30");
  EXPECT_EQ(instant("2026-10-25T00:45:00Z", "2026-10-25", 2, 30), "2026-10-25T01:30");
}

TEST(LocalInstant, AZoneThatNobodyKnowsIsUtc) {
  const LocalTime local{.date = *Date::parse("2026-07-15"), .hour = 7};
  EXPECT_EQ(instant_after(Timestamp(), local, "Nowhere/Atlantis").utc_text(), "2026-07-15T07:00:00.000Z");
}

}  // namespace
}  // namespace doggy::calendar
