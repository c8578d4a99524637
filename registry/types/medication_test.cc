#include "registry/types/medication.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Medication, KeepsItsSchedule) {
  EXPECT_EQ(
      canonical("medication",
                R"({"product":"Carprofen","dose":"half a tablet","timesOfDay":["08:00","20:30"],"everyDays":1})"),
      R"({"product":"Carprofen","dose":"half a tablet","timesOfDay":["08:00","20:30"],"everyDays":1,"asNeeded":false})");
}

TEST(Medication, RefusesAScheduleThatIsNone) {
  EXPECT_EQ(canonical("medication", R"({"product":"x","dose":"y","timesOfDay":["24:00","08:60","0800x","23:59"]})"),
            "timesOfDay[0] format; timesOfDay[1] format; timesOfDay[2] format");
  EXPECT_EQ(canonical("medication", R"({"product":"x","dose":"y","asNeeded":true,"everyDays":2,"until":"2026-11-22"})"),
            "everyDays notApplicable; until minimum");
}

}  // namespace
}  // namespace doggy::types
