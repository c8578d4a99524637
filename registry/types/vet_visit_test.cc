#include "registry/types/vet_visit.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(VetVisit, FollowsUpLater) {
  EXPECT_EQ(canonical("vet-visit", R"({"reason":"Limp","followUpOn":"2026-11-22"})"), "followUpOn minimum");
  EXPECT_TRUE(canonical("vet-visit", R"({"reason":"Limp","followUpOn":"2026-11-23"})").starts_with("{"));
  EXPECT_EQ(canonical("vet-visit", R"({})"), "reason required");
}

}  // namespace
}  // namespace doggy::types
