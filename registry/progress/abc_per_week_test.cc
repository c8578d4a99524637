#include "registry/progress/abc_per_week.h"

#include <gtest/gtest.h>

#include "platform/json/codec.h"

namespace doggy::progress {
namespace {

ObservedBehavior seen(std::string_view at, std::string behavior) {
  return {*Timestamp::parse(at), std::move(behavior)};
}

std::string weeks(const AbcPerWeek& result) {
  std::string text;
  for (const WeekCount& point : result.points) text += fmt::format("{}={} ", point.week, point.count);
  return text;
}

TEST(AbcPerWeek, CountsWeeksWithoutGaps) {
  const auto result = abc_per_week(
      std::vector{seen("2026-12-28T10:00:00+01:00", "lunging"), seen("2026-12-07T10:00:00+01:00", "barking"),
                  seen("2026-12-13T23:59:00+01:00", "barking"), seen("2027-01-05T10:00:00+01:00", "barking")});
  EXPECT_EQ(codec::encode_text(result),
            R"({"unit":"records per week","points":[{"week":"2026-W50","start":"2026-12-07","count":2},)"
            R"({"week":"2026-W51","start":"2026-12-14","count":0},{"week":"2026-W52","start":"2026-12-21","count":0},)"
            R"({"week":"2026-W53","start":"2026-12-28","count":1},{"week":"2027-W01","start":"2027-01-04","count":1}],)"
            R"("behaviors":[{"behavior":"barking","count":3},{"behavior":"lunging","count":1}]})");
}

// The same instant is Sunday evening in New York and Monday in Berlin.
TEST(AbcPerWeek, GoesByTheLocalDateOfEachRecord) {
  EXPECT_EQ(weeks(abc_per_week(std::vector{seen("2026-11-22T20:00:00-05:00", "barking")})), "2026-W47=1 ");
  EXPECT_EQ(weeks(abc_per_week(std::vector{seen("2026-11-23T02:00:00+01:00", "barking")})), "2026-W48=1 ");
}

TEST(AbcPerWeek, CountsOneBehaviorButListsAll) {
  const std::vector records{seen("2026-11-16T10:00:00Z", "Barking"), seen("2026-11-30T10:00:00Z", " barking"),
                            seen("2026-12-14T10:00:00Z", "lunging")};
  const auto result = abc_per_week(records, "BARKING ");
  EXPECT_EQ(weeks(result), "2026-W47=1 2026-W48=0 2026-W49=1 ");
  ASSERT_EQ(result.behaviors.size(), 2u);
  EXPECT_EQ(result.behaviors[0].behavior, "Barking");
  EXPECT_EQ(result.behaviors[0].count, 2u);
  EXPECT_EQ(weeks(abc_per_week(records, "growling")), "");
}

TEST(AbcPerWeek, ShowsTheSpellingOfTheOldestRecord) {
  const auto result =
      abc_per_week(std::vector{seen("2026-11-17T10:00:00Z", "Barking"), seen("2026-11-16T10:00:00Z", "barking")});
  ASSERT_EQ(result.behaviors.size(), 1u);
  EXPECT_EQ(result.behaviors[0].behavior, "barking");
}

TEST(AbcPerWeek, OrdersEqualCountsByName) {
  const auto result =
      abc_per_week(std::vector{seen("2026-11-16T10:00:00Z", "whining"), seen("2026-11-16T11:00:00Z", "growling")});
  EXPECT_EQ(result.behaviors.at(0).behavior, "growling");
}

TEST(AbcPerWeek, OfNothingHasNoPoints) {
  EXPECT_EQ(codec::encode_text(abc_per_week({})), R"({"unit":"records per week","points":[],"behaviors":[]})");
}

}  // namespace
}  // namespace doggy::progress
