#include <gtest/gtest.h>

#include "registry/media/testing/samples.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

TEST(Webm, LosesItsTagsAndNothingElse) {
  const std::string before = testing::webm_with_place();
  TextBytes bytes(before);
  const auto facts = clean_webm(bytes);
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(bytes.text().find(testing::kPlace), std::string::npos);
  EXPECT_EQ(bytes.text().find("frames"), before.find("frames"));
  EXPECT_EQ(facts->width, 640U);
  EXPECT_EQ(facts->height, 480U);
  EXPECT_EQ(facts->duration_seconds, 1.5);
  TextBytes again(bytes.text());
  ASSERT_TRUE(clean_webm(again));
  EXPECT_EQ(again.text(), bytes.text());
}

TEST(Webm, IsNoOtherMatroskaAndNotCutOff) {
  const std::string whole = testing::webm_with_place();
  for (const std::size_t size : {std::size_t{3}, std::size_t{12}, whole.size() / 2, whole.size() - 1}) {
    TextBytes bytes(whole.substr(0, size));
    EXPECT_FALSE(clean_webm(bytes)) << size;
  }
  std::string other = whole;
  other.replace(other.find("webm"), 4, "mkvx");
  TextBytes bytes(other);
  EXPECT_FALSE(clean_webm(bytes));
}

}  // namespace
}  // namespace doggy::media
