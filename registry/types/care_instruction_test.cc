#include "registry/types/care_instruction.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(CareInstruction, GetsItsDefaults) {
  EXPECT_EQ(canonical("care-instruction", R"({"topic":"safe-distance","title":"Cyclists","distanceMeters":20})"),
            R"({"topic":"safe-distance","title":"Cyclists","distanceMeters":20,"archived":false})");
  EXPECT_EQ(canonical("care-instruction", R"({"topic":"x"})"), "topic enum; title required");
}

}  // namespace
}  // namespace doggy::types
