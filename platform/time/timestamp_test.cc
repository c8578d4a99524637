#include "platform/time/timestamp.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace doggy {
namespace {

Timestamp at(std::string_view text) {
  auto parsed = Timestamp::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Timestamp());
}

// RFC 3339 section 5.8.
TEST(Timestamp, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(at("1985-04-12T23:20:50.52Z").unix_ms(), 482'196'050'520);
  EXPECT_EQ(at("1996-12-19T16:39:57-08:00"), at("1996-12-20T00:39:57Z"));
  EXPECT_EQ(at("1990-12-31T23:59:60Z"), at("1991-01-01T00:00:00Z"));
  EXPECT_EQ(at("1990-12-31T15:59:60-08:00"), at("1990-12-31T23:59:60Z"));
  EXPECT_EQ(at("1937-01-01T12:00:27.87+00:20").unix_ms(), -1'041'337'172'130);
}

TEST(Timestamp, KeepsTextOffsetAndLocalDate) {
  const Timestamp time = at("2026-11-23T00:30:00.123456+01:00");
  EXPECT_EQ(time.text(), "2026-11-23T00:30:00.123456+01:00");
  EXPECT_EQ(time.offset_minutes(), 60);
  EXPECT_EQ(time.local_date(), "2026-11-23");
  EXPECT_EQ(time.utc_text(), "2026-11-22T23:30:00.123Z");
  EXPECT_EQ(at("2026-11-23T00:30:00-03:30").offset_minutes(), -210);
  EXPECT_EQ(at("2026-11-23T00:30:00-00:00").offset_minutes(), 0);
}

TEST(Timestamp, AcceptsLowerCaseLetters) {
  EXPECT_EQ(at("2026-11-23t10:00:00z"), at("2026-11-23T10:00:00Z"));
}

TEST(Timestamp, OrdersByInstantNotByText) {
  EXPECT_LT(at("2026-11-23T10:00:00+02:00"), at("2026-11-23T09:00:00Z"));
  EXPECT_EQ(at("2026-11-23T10:00:00+01:00"), at("2026-11-23T09:00:00.000Z"));
}

TEST(Timestamp, KnowsTheCalendar) {
  EXPECT_TRUE(Timestamp::parse("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(Timestamp::parse("2000-02-29T00:00:00Z"));
  EXPECT_FALSE(Timestamp::parse("2023-02-29T00:00:00Z"));
  EXPECT_FALSE(Timestamp::parse("1900-02-29T00:00:00Z"));
  EXPECT_FALSE(Timestamp::parse("2023-04-31T00:00:00Z"));
}

TEST(Timestamp, RefusesWhatIsNotRfc3339) {
  for (std::string_view text : {"",
                                "2026",
                                "2026-11-23",
                                "2026-11-23T10:00:00",
                                "2026-11-23 10:00:00Z",
                                "2026-11-23T10:00Z",
                                "2026-11-23T10:00:00+0100",
                                "2026-11-23T10:00:00+01",
                                "2026-11-23T10:00:00.Z",
                                "2026-11-23T10:00:00,5Z",
                                "2026-13-01T00:00:00Z",
                                "2026-00-01T00:00:00Z",
                                "2026-01-00T00:00:00Z",
                                "2026-01-01T24:00:00Z",
                                "2026-01-01T00:60:00Z",
                                "2026-01-01T00:00:61Z",
                                "2026-01-01T00:00:00+24:00",
                                "2026-01-01T00:00:00+00:60",
                                "2026-1-01T00:00:00Z",
                                "+2026-01-01T00:00:00Z",
                                "2026-01-01T00:00:00ZZ",
                                " 2026-01-01T00:00:00Z",
                                "2026-01-01T00:00:00Z ",
                                "2026-01-01T00:00:0\xd9\xa1Z",
                                "2026-W48-1T10:00:00Z"}) {
    EXPECT_FALSE(Timestamp::parse(text)) << text;
  }
  EXPECT_FALSE(Timestamp::parse("2026-01-01T00:00:00." + std::string(60, '1') + "Z"));
}

TEST(Timestamp, TakesLeapSecondsAtTheEndOfAUtcMonthOnly) {
  EXPECT_EQ(at("2016-12-31T23:59:60.25Z").utc_text(), "2017-01-01T00:00:00.250Z");
  EXPECT_FALSE(Timestamp::parse("2016-12-31T22:59:60Z"));
  EXPECT_FALSE(Timestamp::parse("2016-12-30T23:59:60Z"));
  EXPECT_FALSE(Timestamp::parse("2016-12-31T23:59:60+01:00"));
}

TEST(Timestamp, StaysWithinFourDigitYearsInUtc) {
  EXPECT_EQ(at("0000-01-01T00:00:00Z").utc_text(), "0000-01-01T00:00:00.000Z");
  EXPECT_FALSE(Timestamp::parse("0000-01-01T00:00:00+00:01"));
  EXPECT_EQ(at("9999-12-31T23:59:59.999Z").utc_text(), "9999-12-31T23:59:59.999Z");
  EXPECT_FALSE(Timestamp::parse("9999-12-31T23:59:59-00:01"));
  EXPECT_THROW(static_cast<void>(Timestamp::from_unix_ms(at("9999-12-31T23:59:59.999Z").unix_ms() + 1)),
               std::out_of_range);
}

TEST(Timestamp, ComesFromMillisecondsAlsoBefore1970) {
  EXPECT_EQ(Timestamp::from_unix_ms(0).text(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(Timestamp::from_unix_ms(-1).text(), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Timestamp::from_unix_ms(1'795'424'400'007).text(), "2026-11-23T09:00:00.007Z");
  EXPECT_EQ(Timestamp(), Timestamp::from_unix_ms(0));
}

TEST(Timestamp, NowIsReadable) {
  const Timestamp now = Timestamp::now();
  EXPECT_EQ(at(now.text()), now);
  EXPECT_GT(now, at("2026-01-01T00:00:00Z"));
}

TEST(Date, ReadsAndWrites) {
  EXPECT_EQ(Date::parse("2018-07-16").value().text(), "2018-07-16");
  EXPECT_EQ(Date::parse("1970-01-01").value().days(), 0);
  EXPECT_EQ(Date::parse("1969-12-31").value().days(), -1);
  EXPECT_EQ(Date::parse("2024-02-29").value().days() + 1, Date::parse("2024-03-01").value().days());
  EXPECT_EQ(Date::from_days(20'780).text(), "2026-11-23");
  EXPECT_LT(Date::parse("2018-07-16"), Date::parse("2018-07-17"));
}

TEST(Date, RefusesOthers) {
  for (std::string_view text : {"", "2018-7-16", "2018-07-16T", "16.07.2018", "2018-02-29", "2018-00-10", "20180716"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
  EXPECT_THROW(static_cast<void>(Date::from_days(10'000'000)), std::out_of_range);
}

}  // namespace
}  // namespace doggy
