#include "platform/time/lifetime.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

const Timestamp kNow = *Timestamp::parse("2026-11-24T10:00:00Z");

Result<Timestamp> end_at(const char* wanted) {
  return choose_end(Timestamp::parse(wanted), kNow, {.usual = 7, .longest = 90}, "A link");
}

TEST(ChooseEnd, TakesTheUsualTimeWhenNoneIsWanted) {
  EXPECT_EQ(choose_end({}, kNow, {.usual = 7, .longest = 90}, "A link")->text(), "2026-12-01T10:00:00.000Z");
}

TEST(ChooseEnd, TakesWhatIsWantedWithinTheLongestTime) {
  EXPECT_EQ(end_at("2026-11-24T11:00:01+01:00")->text(), "2026-11-24T11:00:01+01:00");
  EXPECT_TRUE(end_at("2027-02-22T10:00:00Z").has_value());
}

TEST(ChooseEnd, RefusesAnEndThatIsPastOrTooFarAhead) {
  for (const char* wanted : {"2026-11-24T10:00:00Z", "2020-01-01T00:00:00Z", "2027-02-22T10:00:00.001Z"}) {
    const auto refused = end_at(wanted);
    ASSERT_FALSE(refused.has_value()) << wanted;
    EXPECT_EQ(refused.error().fields.at(0),
              (FieldError{"expiresAt", "range", "A link ends in the future, within 90 days."}));
  }
}

}  // namespace
}  // namespace doggy
