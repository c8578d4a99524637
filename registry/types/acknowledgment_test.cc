#include "registry/types/acknowledgment.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Acknowledgment, IsOfAnAlert) {
  EXPECT_TRUE(canonical("acknowledgment", R"({"alertId":"019ab0f0-1c2d-7abc-8def-0123456789ab"})").starts_with("{"));
  EXPECT_EQ(canonical("acknowledgment", R"({})"), "alertId required");
}

TEST(Acknowledgment, IsOpenToReaders) {
  const RecordType type = acknowledgment_type();
  EXPECT_TRUE(type.follows_reference);
  EXPECT_TRUE(type.readers_may_answer);
}

}  // namespace
}  // namespace doggy::types
