#include "registry/types/rsvp.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Rsvp, Answers) {
  EXPECT_TRUE(canonical("rsvp", R"({"appointmentId":"019ab0f0-1c2d-7abc-8def-0123456789ab","answer":"maybe"})")
                  .starts_with("{"));
  EXPECT_EQ(canonical("rsvp", R"({"answer":"perhaps"})"), "appointmentId required; answer enum");
}

TEST(Rsvp, IsOpenToReaders) {
  const RecordType type = rsvp_type();
  EXPECT_TRUE(type.follows_reference);
  EXPECT_TRUE(type.readers_may_answer);
}

}  // namespace
}  // namespace doggy::types
