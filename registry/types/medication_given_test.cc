#include "registry/types/medication_given.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(MedicationGiven, IsGivenOrSkipped) {
  EXPECT_TRUE(
      canonical("medication-given", R"({"medicationId":"019ab0f0-1c2d-7abc-8def-0123456789ab"})").starts_with("{"));
  EXPECT_EQ(
      canonical("medication-given",
                R"({"medicationId":"019ab0f0-1c2d-7abc-8def-0123456789ab","amount":"1","skippedBecause":"spat out"})"),
      "amount notApplicable");
}

}  // namespace
}  // namespace doggy::types
