#include "registry/types/phase.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Phase, IsOfATargetOrABehavior) {
  EXPECT_TRUE(
      canonical("phase", R"({"kind":"baseline","targetId":"019ab0f0-1c2d-7abc-8def-0123456789ab"})").starts_with("{"));
  EXPECT_TRUE(canonical("phase", R"({"kind":"intervention","behavior":"barking"})").starts_with("{"));
  EXPECT_EQ(canonical("phase", R"({"kind":"baseline"})"), "targetId required");
  EXPECT_EQ(canonical("phase",
                      R"({"kind":"baseline","behavior":"barking","targetId":"019ab0f0-1c2d-7abc-8def-0123456789ab"})"),
            "behavior exclusive");
  EXPECT_EQ(canonical("phase", R"({"kind":"treatment","behavior":"x"})"), "kind enum");
}

}  // namespace
}  // namespace doggy::types
