#include "registry/types/visit.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Visit, GetsItsDefaults) {
  EXPECT_EQ(canonical("visit", R"({"kind":"walk","pee":true})"),
            R"({"kind":"walk","food":false,"water":false,"pee":true,"poop":false,"medication":false})");
}

TEST(Visit, EndsAfterItBegan) {
  EXPECT_EQ(canonical("visit", R"({"kind":"walk","endedAt":"2026-11-23T09:59:59+01:00"})"), "endedAt minimum");
  EXPECT_EQ(canonical("visit", R"({"kind":"boarding","endedAt":"2027-01-23T10:00:00+01:00"})"), "endedAt maximum");
  EXPECT_TRUE(canonical("visit", R"({"kind":"boarding","endedAt":"2026-12-06T10:00:00+01:00"})").starts_with("{"));
}

}  // namespace
}  // namespace doggy::types
