#include "registry/records/csv_dates.h"

#include <gtest/gtest.h>

#include <vector>

namespace doggy::csv {
namespace {

std::string read(std::string_view text, std::optional<DateOrder> order = {}) {
  return read_date_time(text, {.order = order, .offset_minutes = 60}).value_or("");
}

OrderEvidence evidence(std::vector<std::string_view> cells) {
  return order_evidence(cells);
}

TEST(CsvDates, ReadsWhatPeopleWrite) {
  for (std::string_view text :
       {"2026-11-23T14:05", "2026-11-23 14:05", "2026-11-23 14:05:00", "2026-11-23T14:05:00.250", "23.11.2026 14:05",
        "23.11.26 14:05", "23. 11. 2026 14:05", "23/11/2026 14:05", "23-11-2026, 14:05", "2026/11/23 2:05 PM",
        "23.11.2026 02:05pm", " 23.11.2026  14:05 "}) {
    EXPECT_EQ(read(text), "2026-11-23T14:05:00+01:00") << text;
  }
  EXPECT_EQ(read("2026-11-23"), "2026-11-23T00:00:00+01:00");
  EXPECT_EQ(read("3.1.2026"), "2026-01-03T00:00:00+01:00");
  EXPECT_EQ(read("3.1.2026 12:30 am"), "2026-01-03T00:30:00+01:00");
}

TEST(CsvDates, KeepsAStatedOffset) {
  EXPECT_EQ(read("2026-11-23T14:05:00.123-05:00"), "2026-11-23T14:05:00.123-05:00");
  EXPECT_EQ(read("2026-11-23T14:05Z"), "2026-11-23T14:05:00Z");
  EXPECT_EQ(read("2026-11-23 14:05 +02:00"), "2026-11-23T14:05:00+02:00");
}

TEST(CsvDates, RefusesWhatIsNoDateOrTime) {
  for (std::string_view text : {"", "yesterday", "31.02.2026", "23.13.2026", "2026-11-23 25:00", "2026-11-23 14:60",
                                "23.11.2026 13:05 pm", "23.11.2026 14", "23.11", "23.11-2026", "2026-11-23x",
                                "20261123", "23.11.2026 14:05 CET", "45000", "23.11.126", "-3.11.2026"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(CsvDates, GoesByTheOrderWhereTheYearIsLast) {
  EXPECT_EQ(read("03/04/2026", DateOrder::kDmy), "2026-04-03T00:00:00+01:00");
  EXPECT_EQ(read("03/04/2026", DateOrder::kMdy), "2026-03-04T00:00:00+01:00");
  EXPECT_EQ(read("03.04.2026", DateOrder::kMdy), "2026-04-03T00:00:00+01:00");
  EXPECT_EQ(read("03/04/2026", DateOrder::kYmd), "");
  EXPECT_EQ(read("2026-04-03", DateOrder::kMdy), "2026-04-03T00:00:00+01:00");
  EXPECT_EQ(read("11/23/2026", DateOrder::kDmy), "");
}

TEST(CsvDates, ReadsDateAndTimeFromTwoCells) {
  const DateFormat format{.order = {}, .offset_minutes = -210};
  EXPECT_EQ(read_date_and_time("23.11.2026", "14:05", format), "2026-11-23T14:05:00-03:30");
  EXPECT_EQ(read_date_and_time("23.11.2026", "", format), "2026-11-23T00:00:00-03:30");
  EXPECT_EQ(read_date_and_time("23.11.2026", "noon", format), std::nullopt);
  EXPECT_EQ(read_date_and_time("23.11.2026 14:05", "14:05", format), std::nullopt);
}

TEST(CsvDates, FindsTheOrderInAColumn) {
  EXPECT_EQ(evidence({"03/04/2026", "23/04/2026"}).decided, DateOrder::kDmy);
  EXPECT_EQ(evidence({"03/04/2026", "04/23/2026 10:00"}).decided, DateOrder::kMdy);
  const auto unclear = evidence({"03/04/2026", "05/04/2026", "x", ""});
  EXPECT_TRUE(unclear.needed);
  EXPECT_EQ(unclear.decided, std::nullopt);
  const auto contradiction = evidence({"13/04/2026", "04/13/2026"});
  EXPECT_TRUE(contradiction.needed);
  EXPECT_EQ(contradiction.decided, std::nullopt);
}

TEST(CsvDates, NeedNoOrderWhereThereIsNoDoubt) {
  EXPECT_FALSE(evidence({"2026-04-03", "03.04.2026", "04/04/2026", ""}).needed);
}

TEST(CsvDates, ReadsOffsets) {
  EXPECT_EQ(read_offset("+01:00"), 60);
  EXPECT_EQ(read_offset("-03:30"), -210);
  EXPECT_EQ(read_offset("Z"), 0);
  for (std::string_view text : {"", "1", "+1", "CET", "+24:00", ".5Z", "5Z", "Europe/Berlin"}) {
    EXPECT_EQ(read_offset(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace doggy::csv
