#include "registry/types/attachment.h"

#include <gtest/gtest.h>

namespace doggy::types {
namespace {

const RecordType kType = attachment_type();

TEST(Attachment, KnowsWhatTheServerSaysOfIt) {
  EXPECT_EQ(kType.server_fields,
            (std::vector<std::string>{"mediaType", "size", "width", "height", "durationSeconds", "sha256"}));
}

TEST(Attachment, TakesNothingOfThatFromAClient) {
  for (const std::string& field : kType.server_fields) {
    const auto decoded = kType.canonical({{field, 1}}, {});
    ASSERT_FALSE(decoded) << field;
    EXPECT_EQ(decoded.error().front().rule, "readOnly") << field;
  }
}

TEST(Attachment, BelongsToARecordOrToTheDog) {
  const boost::json::object of_record{{"recordId", "019ab0f0-0000-7000-8000-000000000001"}, {"caption", "the sofa"}};
  const auto decoded = kType.canonical(of_record, {});
  ASSERT_TRUE(decoded);
  ASSERT_EQ(kType.references(*decoded).size(), 1U);
  EXPECT_EQ(kType.references(*decoded).front().type, kAnyType);
  const auto alone = kType.canonical({}, {});
  ASSERT_TRUE(alone);
  EXPECT_TRUE(kType.references(*alone).empty());
}

TEST(Attachment, HasACaptionOfAtMostFiveHundredCharacters) {
  EXPECT_TRUE(kType.canonical({{"caption", std::string(500, 'x')}}, {}));
  const auto longer = kType.canonical({{"caption", std::string(501, 'x')}}, {});
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().front().rule, "maxLength");
}

}  // namespace
}  // namespace doggy::types
