#include "registry/calendar/ics_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::calendar {
namespace {

using testing::HasSubstr;
using testing::Not;

FeedEvent lesson() {
  return {.uid = "1@doggy",
          .series = {.start = *Timestamp::parse("2026-10-20T18:00:00+02:00"),
                     .rule = "FREQ=WEEKLY;COUNT=5",
                     .time_zone = "Europe/Berlin",
                     .except = {*Date::parse("2026-10-27")}},
          .end = Timestamp::parse("2026-10-20T19:00:00+02:00"),
          .summary = "Balu: class; bring a mat, please",
          .description = "First\nsecond",
          .location = "Hall 2",
          .changed_at = *Timestamp::parse("2026-10-01T00:00:00Z"),
          .version = 3,
          .canceled = false};
}

TEST(IcsFeed, WritesAnEventInItsZone) {
  const std::string text = ics_feed("Doggy App", std::vector{lesson()});
  EXPECT_THAT(text, testing::StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_THAT(text, HasSubstr("BEGIN:VTIMEZONE\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART;TZID=Europe/Berlin:20261020T180000\r\n"));
  EXPECT_THAT(text, HasSubstr("RRULE:FREQ=WEEKLY;COUNT=5\r\n"));
  EXPECT_THAT(text, HasSubstr("EXDATE;TZID=Europe/Berlin:20261027T180000\r\n"));
  EXPECT_THAT(text, HasSubstr("SUMMARY:Balu: class\\; bring a mat\\, please\r\n"));
  EXPECT_THAT(text, HasSubstr("DESCRIPTION:First\\nsecond\r\n"));
  EXPECT_THAT(text, HasSubstr("SEQUENCE:2\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CONFIRMED\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("\n\n")));
}

// A reader of the feed finds the zone by the id that the times name.
TEST(IcsFeed, DescribesTheZoneItNames) {
  const std::string text = ics_feed("Doggy App", std::vector{lesson(), lesson()});
  EXPECT_THAT(text, HasSubstr("\nTZID:Europe/Berlin\r\n"));
  EXPECT_EQ(text.find("BEGIN:VTIMEZONE"), text.rfind("BEGIN:VTIMEZONE"));
}

TEST(IcsFeed, CannotBeMadeToSayMore) {
  FeedEvent event = lesson();
  event.series = {.start = event.series.start, .rule = "", .time_zone = {}, .except = {}};
  event.end.reset();
  event.canceled = true;
  event.summary = "x\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT";
  const std::string text = ics_feed("Doggy App", std::vector{event});
  EXPECT_THAT(text, Not(HasSubstr("\nATTENDEE")));
  EXPECT_THAT(text, HasSubstr("DTSTART:20261020T160000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("VTIMEZONE")));
  EXPECT_EQ(text.find("\nEND:VEVENT\r\n"), text.rfind("\nEND:VEVENT\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("\rA")));
}

TEST(IcsFeed, MayBeEmpty) {
  EXPECT_THAT(ics_feed("Doggy App", {}), testing::EndsWith("END:VCALENDAR\r\n"));
}

}  // namespace
}  // namespace doggy::calendar
