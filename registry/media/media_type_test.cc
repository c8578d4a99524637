#include "registry/media/media_type.h"

#include <gtest/gtest.h>

#include "registry/media/testing/samples.h"

namespace doggy::media {
namespace {

using namespace std::string_view_literals;

TEST(MediaTypes, AreToldByTheFirstBytes) {
  EXPECT_EQ(sniff(testing::jpeg_with_place(8, 8)), MediaType::kJpeg);
  EXPECT_EQ(sniff(testing::png(8, 8)), MediaType::kPng);
  EXPECT_EQ(sniff(testing::webp(8, 8)), MediaType::kWebp);
  EXPECT_EQ(sniff(testing::gif(8, 8)), MediaType::kGif);
  EXPECT_EQ(sniff(testing::box("ftyp", "heic0000mif1")), MediaType::kHeic);
  EXPECT_EQ(sniff(testing::mp4_with_place()), MediaType::kMp4);
  EXPECT_EQ(sniff(testing::mp4_with_place("qt  ")), MediaType::kQuickTime);
  EXPECT_EQ(sniff(testing::webm_with_place()), MediaType::kWebm);
}

TEST(MediaTypes, AreNothingElse) {
  for (const std::string_view other :
       {""sv, "\xFF\xD8\xFF"sv, "<html><script>alert(1)</script>"sv, "<svg xmlns=\"http://www.w3.org/2000/svg\">"sv,
        "%PDF-1.7 and so on"sv, "PK\x03\x04 and so on and on"sv, "GIF89 and so on and on"sv, "RIFF0000AVI LIST0000"sv,
        "0000ftypM4A 00000000"sv, "0000ftypavif00000000"sv, "#!/bin/sh\nexit 0\n\n\n"sv})
    EXPECT_EQ(sniff(other), std::nullopt) << other;
}

TEST(MediaTypes, HaveNames) {
  EXPECT_EQ(name_of(MediaType::kJpeg), "image/jpeg");
  EXPECT_EQ(name_of(MediaType::kQuickTime), "video/quicktime");
  EXPECT_TRUE(is_picture(MediaType::kHeic));
  EXPECT_FALSE(is_picture(MediaType::kWebm));
}

}  // namespace
}  // namespace doggy::media
