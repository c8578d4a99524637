#include "registry/calendar/time_zone.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace doggy::calendar {
namespace {

std::string shown(const LocalTime& time) {
  return fmt::format("{} {:02}:{:02}:{:02}", time.date.text(), time.hour, time.minute, time.second);
}
std::string in(std::string_view zone, std::string_view utc) {
  const auto time = local_time(*Timestamp::parse(utc), zone);
  return time ? shown(*time) : "no such zone";
}

TEST(TimeZone, KnowsTheDatabase) {
  EXPECT_TRUE(is_time_zone("Europe/Berlin"));
  EXPECT_TRUE(is_time_zone("America/Argentina/Buenos_Aires"));
  EXPECT_TRUE(is_time_zone("UTC"));
  for (const char* wrong : {"", "Berlin", "Europe/berlinn", "../../etc/passwd", "/etc/localtime", "europe"})
    EXPECT_FALSE(is_time_zone(wrong)) << wrong;
}

// EU summer time began at 01:00 UTC on 2026-03-29 and ended at 01:00 UTC on 2026-10-25.
TEST(TimeZone, ChangesToSummerTimeAndBack) {
  EXPECT_EQ(in("Europe/Berlin", "2026-03-29T00:59:59Z"), "2026-03-29 01:59:59");
  EXPECT_EQ(in("Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-29 03:00:00");
  EXPECT_EQ(in("Europe/Berlin", "2026-10-25T00:59:59Z"), "2026-10-25 02:59:59");
  EXPECT_EQ(in("Europe/Berlin", "2026-10-25T01:00:00Z"), "2026-10-25 02:00:00");
}

TEST(TimeZone, CrossesMidnightAndHalfHours) {
  EXPECT_EQ(in("Asia/Kolkata", "2026-11-23T18:30:00Z"), "2026-11-24 00:00:00");
  EXPECT_EQ(in("America/New_York", "2026-11-24T04:59:59.999Z"), "2026-11-23 23:59:59");
  EXPECT_EQ(in("UTC", "1969-12-31T23:59:59.500Z"), "1969-12-31 23:59:59");
}

TEST(TimeZone, ReadsATimestampsOwnOffset) {
  EXPECT_EQ(shown(local_time(*Timestamp::parse("2026-11-23T00:15:00+05:45"))), "2026-11-23 00:15:00");
  EXPECT_EQ(shown(local_time(*Timestamp::parse("2026-11-23T23:15:00-03:00"))), "2026-11-23 23:15:00");
}

}  // namespace
}  // namespace doggy::calendar
