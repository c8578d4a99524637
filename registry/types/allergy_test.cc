#include "registry/types/allergy.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Allergy, GetsItsDefaults) {
  EXPECT_EQ(canonical("allergy", R"({"allergen":"Chicken","severity":"severe"})"),
            R"({"allergen":"Chicken","severity":"severe","confirmed":false})");
  EXPECT_EQ(canonical("allergy", R"({"severity":"deadly"})"), "allergen required; severity enum");
}

}  // namespace
}  // namespace doggy::types
