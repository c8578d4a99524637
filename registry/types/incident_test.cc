#include "registry/types/incident.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Incident, KeepsWhatHappened) {
  EXPECT_EQ(
      canonical("incident",
                R"({"kind":"bite","dunbarLevel":3,"victim":"person","description":"One bite to the hand."})"),
      R"({"kind":"bite","dunbarLevel":3,"victim":"person","description":"One bite to the hand.","witnesses":[]})");
}

TEST(Incident, TakesABiteLevelOnlyOfABite) {
  EXPECT_EQ(canonical("incident", R"({"kind":"escape","dunbarLevel":2,"victim":"dog","description":"x"})"),
            "dunbarLevel notApplicable; victim notApplicable");
  EXPECT_EQ(canonical("incident", R"({"kind":"other","dunbarLevel":2,"description":"x"})"),
            "dunbarLevel notApplicable");
  EXPECT_TRUE(
      canonical("incident", R"({"kind":"fight","dunbarLevel":2,"victim":"dog","description":"x"})").starts_with("{"));
  EXPECT_EQ(canonical("incident", R"({"kind":"bite","dunbarLevel":7,"description":"x"})"), "dunbarLevel maximum");
}

}  // namespace
}  // namespace doggy::types
