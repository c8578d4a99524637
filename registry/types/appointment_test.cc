#include "registry/types/appointment.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Appointment, GetsItsDefaults) {
  EXPECT_EQ(canonical("appointment", R"({"title":"Class","kind":"class"})"),
            R"({"title":"Class","kind":"class","exceptDates":[],"attendees":[],"canceled":false})");
}

TEST(Appointment, TakesARule) {
  EXPECT_TRUE(
      canonical(
          "appointment",
          R"({"title":"Class","kind":"class","timeZone":"Europe/Berlin","recurrence":"FREQ=WEEKLY;BYDAY=MO","exceptDates":["2026-12-28"],"attendees":[{"name":"Kim"}]})")
          .starts_with("{"));
}

TEST(Appointment, RefusesABrokenRule) {
  EXPECT_EQ(canonical("appointment", R"({"title":"x","kind":"class","recurrence":"every Tuesday"})"),
            "recurrence recurrence");
  EXPECT_EQ(
      canonical(
          "appointment",
          R"({"title":"x","kind":"class","recurrence":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30","timeZone":"Mars/Base"})"),
      "timeZone timeZone; recurrence recurrence");
  EXPECT_EQ(canonical("appointment", R"({"title":"x","kind":"class","exceptDates":["2026-12-28"]})"),
            "exceptDates notApplicable");
}

TEST(Appointment, EndsAfterItBegins) {
  EXPECT_EQ(canonical("appointment", R"({"title":"x","kind":"walk","endsAt":"2026-11-23T10:00:00+01:00"})"),
            "endsAt minimum");
  EXPECT_EQ(canonical("appointment", R"({"title":"x","kind":"walk","endsAt":"2027-02-23T10:00:00+01:00"})"),
            "endsAt maximum");
  EXPECT_TRUE(
      canonical("appointment", R"({"title":"x","kind":"walk","endsAt":"2026-11-23T11:00:00+01:00"})").starts_with("{"));
}

TEST(Appointment, MayLieAhead) {
  EXPECT_TRUE(appointment_type().may_be_future);
}

}  // namespace
}  // namespace doggy::types
