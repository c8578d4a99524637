#include "registry/notify/preferences.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::notify {
namespace {

Timestamp at(const char* text) {
  return *Timestamp::parse(text);
}

class QuietHoursTest : public ::testing::Test {
 protected:
  // Until when a comment waits, in UTC to the minute.
  [[nodiscard]] std::string until(const char* now, NoticeKind kind = NoticeKind::kComment) const {
    return quiet_until(preferences_, kind, at(now)).utc_text().substr(0, 16);
  }

  Preferences preferences_{.time_zone = "Europe/Berlin", .quiet_hours = QuietHours{.from = "22:00", .to = "07:00"}};
};

TEST_F(QuietHoursTest, MailWaitsForTheirEnd) {
  EXPECT_EQ(until("2026-01-15T22:30:00+01:00"), "2026-01-16T06:00");
  EXPECT_EQ(until("2026-01-15T22:00:00+01:00"), "2026-01-16T06:00");
  EXPECT_EQ(until("2026-01-16T06:59:00+01:00"), "2026-01-16T06:00");
  EXPECT_EQ(until("2026-01-16T07:00:00+01:00"), "2026-01-16T06:00");  // Now.
  EXPECT_EQ(until("2026-01-15T21:59:00+01:00"), "2026-01-15T20:59");
}

TEST_F(QuietHoursTest, MayLieWithinADay) {
  preferences_.quiet_hours = QuietHours{.from = "13:00", .to = "15:30"};
  EXPECT_EQ(until("2026-01-15T14:00:00+01:00"), "2026-01-15T14:30");
  EXPECT_EQ(until("2026-01-15T23:00:00+01:00"), "2026-01-15T22:00");
}

// Berlin put its clocks forward at 02:00 on 2026-03-29 and back at 03:00 on 2026-10-25.
TEST_F(QuietHoursTest, GoByTheClockWhenItChanges) {
  EXPECT_EQ(until("2026-03-28T23:00:00+01:00"), "2026-03-29T05:00");
  EXPECT_EQ(until("2026-10-24T23:00:00+02:00"), "2026-10-25T06:00");
  preferences_.quiet_hours->to = "02:30";
  EXPECT_EQ(until("2026-03-28T23:00:00+01:00"), "2026-03-29T01:30");  // 02:30 is not there.
  EXPECT_EQ(until("2026-10-24T23:00:00+02:00"), "2026-10-25T00:30");  // The first of two.
  EXPECT_EQ(until("2026-10-25T02:10:00+01:00"), "2026-10-25T01:30");  // The second, when the first is over.
}

TEST_F(QuietHoursTest, AlertsComeAllTheSameWhenThePersonSaysSo) {
  EXPECT_EQ(until("2026-01-15T23:00:00+01:00", NoticeKind::kAlert), "2026-01-16T06:00");
  preferences_.quiet_hours->except_alerts = true;
  EXPECT_EQ(until("2026-01-15T23:00:00+01:00", NoticeKind::kAlert), "2026-01-15T22:00");
  EXPECT_EQ(until("2026-01-15T23:00:00+01:00"), "2026-01-16T06:00");
}

TEST_F(QuietHoursTest, TheDigestComesAtItsHour) {
  const auto next = [&](const char* now) { return next_digest(preferences_, at(now)).utc_text().substr(0, 16); };
  EXPECT_EQ(next("2026-01-15T07:59:00+01:00"), "2026-01-15T07:00");
  EXPECT_EQ(next("2026-01-15T08:00:00+01:00"), "2026-01-16T07:00");
  EXPECT_EQ(next("2026-03-28T12:00:00+01:00"), "2026-03-29T06:00");
  preferences_.digest = DigestRhythm::kWeekly;
  preferences_.digest_weekday = Weekday::kSunday;
  EXPECT_EQ(next("2026-01-15T12:00:00+01:00"), "2026-01-18T07:00");
  EXPECT_EQ(next("2026-01-18T08:00:00+01:00"), "2026-01-25T07:00");
}

TEST_F(QuietHoursTest, RefusesWhatIsNoTime) {
  preferences_.quiet_hours = QuietHours{.from = "24:00", .to = "7:00"};
  preferences_.time_zone = "Mars/Olympus";
  const auto checked = check(preferences_);
  ASSERT_FALSE(checked);
  std::vector<std::string> fields;
  for (const FieldError& error : checked.error().fields) fields.push_back(error.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"timeZone", "quietHours.from", "quietHours.to"}));
  preferences_ = {.quiet_hours = QuietHours{.from = "07:00", .to = "07:00"}};
  EXPECT_EQ(check(preferences_).error().fields.at(0).rule, "range");
}

TEST(PreferencesStore, HasDefaultsUntilSomebodyChooses) {
  store::MemoryStore store;
  EXPECT_TRUE(run_task(load_preferences(store, "a"))->mention.email);
  ASSERT_TRUE(run_task(end_way(store, "a", NoticeKind::kMention, ChannelKind::kEmail)));
  EXPECT_FALSE(run_task(load_preferences(store, "a"))->mention.email);
  EXPECT_TRUE(run_task(load_preferences(store, "a"))->comment.digest);
  EXPECT_TRUE(run_task(load_preferences(store, "b"))->mention.email);
  ASSERT_TRUE(run_task(end_way(store, "a", NoticeKind::kMention, ChannelKind::kDigest)));
  EXPECT_FALSE(run_task(load_preferences(store, "a"))->comment.digest);
}

}  // namespace
}  // namespace doggy::notify
