#include "registry/types/trigger_exposure.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(TriggerExposure, KeepsWhatWasSeen) {
  EXPECT_EQ(canonical("trigger-exposure", R"({"reaction":3,"trigger":"jogger","distanceMeters":12.5})"),
            R"({"trigger":"jogger","distanceMeters":12.5,"reaction":3})");
}

TEST(TriggerExposure, HasItsBounds) {
  EXPECT_EQ(canonical("trigger-exposure", R"({})"), "trigger required; distanceMeters required; reaction required");
  EXPECT_EQ(canonical("trigger-exposure", R"({"trigger":"","distanceMeters":-1,"reaction":6,"recoverySeconds":-1})"),
            "trigger minLength; distanceMeters minimum; reaction maximum; recoverySeconds minimum");
}

}  // namespace
}  // namespace doggy::types
