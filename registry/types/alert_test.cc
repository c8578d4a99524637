#include "registry/types/alert.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Alert, GetsItsDefaults) {
  EXPECT_EQ(canonical("alert", R"({"severity":"danger","instruction":"Muzzle around men with hats"})"),
            R"({"severity":"danger","instruction":"Muzzle around men with hats","acknowledgmentRequired":false})");
}

TEST(Alert, ExpiresLater) {
  EXPECT_EQ(canonical("alert", R"({"severity":"info","instruction":"x","expiresAt":"2026-11-23T10:00:00+01:00"})"),
            "expiresAt minimum");
  EXPECT_TRUE(canonical("alert", R"({"severity":"info","instruction":"x","expiresAt":"2026-11-23T10:00:01+01:00"})")
                  .starts_with("{"));
  EXPECT_EQ(canonical("alert", R"({"severity":"red"})"), "severity enum; instruction required");
}

}  // namespace
}  // namespace doggy::types
