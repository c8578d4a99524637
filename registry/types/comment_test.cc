#include "registry/types/comment.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Comment, KeepsWhatItIsAbout) {
  EXPECT_EQ(canonical("comment", R"({"text":"Well done","about":"019ab0f0-1c2d-7abc-8def-0123456789ab"})"),
            R"({"about":"019ab0f0-1c2d-7abc-8def-0123456789ab","text":"Well done"})");
  EXPECT_EQ(canonical("comment", R"({"text":"","about":"x"})"), "about format; text minLength");
  EXPECT_EQ(canonical("comment", "{}"), "about required; text required");
}

TEST(Comment, FollowsTheRecordItIsAbout) {
  const RecordType type = comment_type();
  EXPECT_TRUE(type.follows_reference);
  EXPECT_EQ(type.editing, circle::Editing::kAuthor);
  const auto references = type.references({{"about", "019ab0f0-1c2d-7abc-8def-0123456789ab"}});
  ASSERT_EQ(references.size(), 1u);
  EXPECT_EQ(references[0].type, kAnyType);
}

}  // namespace
}  // namespace doggy::types
