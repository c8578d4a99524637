#include "registry/media/picture.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vips/vips8>

#include "platform/id/uuid.h"
#include "registry/media/bare_picture.h"
#include "registry/media/testing/samples.h"

namespace doggy::media {
namespace {

class PictureTest : public ::testing::Test {
 protected:
  ~PictureTest() override { std::filesystem::remove(file_); }

  Result<Picture> render(const std::string& bytes) {
    std::ofstream(file_, std::ios::binary) << bytes;
    return render_picture(file_, sniff(bytes).value());
  }
  std::string rule_of(const std::string& bytes) {
    const auto picture = render(bytes);
    if (picture) return "";
    return picture.error().fields.empty() ? "" : picture.error().fields.front().rule;
  }

  const std::filesystem::path file_ = std::filesystem::temp_directory_path() / ("doggy-picture-" + Uuid::v7().text());
};

std::pair<int, int> size_of(const std::string& bytes) {
  const auto image = vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "");
  return {image.width(), image.height()};
}

// The names of the fields beside the pixels that a loader finds.
std::string metadata_of(const std::string& bytes) {
  const auto image = vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "");
  gchar** fields = vips_image_get_fields(image.get_image());
  std::string names;
  for (gchar** field = fields; *field != nullptr; ++field)
    for (const char* kind : {"exif", "xmp", "iptc", "icc", "photoshop", "comment", "orientation"})
      if (std::string_view(*field).find(kind) != std::string_view::npos) names += std::string(*field) + " ";
  g_strfreev(fields);
  return names;
}

TEST_F(PictureTest, LosesThePlaceAndStandsUpright) {
  const std::string bytes = testing::jpeg_with_place(1800, 1200);
  ASSERT_NE(bytes.find("Exif"), std::string::npos);
  ASSERT_NE(bytes.find(testing::kPlace), std::string::npos);
  const auto picture = render(bytes);
  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_EQ(picture->media_type, "image/jpeg");
  EXPECT_EQ(picture->width, 1200U);
  EXPECT_EQ(picture->height, 1800U);
  EXPECT_EQ(size_of(picture->full), std::pair(1200, 1800));
  EXPECT_EQ(size_of(picture->medium), std::pair(853, 1280));
  EXPECT_EQ(size_of(picture->thumb), std::pair(213, 320));
  for (const std::string* size : {&picture->full, &picture->medium, &picture->thumb}) {
    EXPECT_EQ(size->find("Exif"), std::string::npos);
    EXPECT_EQ(size->find(testing::kPlace), std::string::npos);
    EXPECT_EQ(size->find("\xFF\xE1"), std::string::npos);
  }
}

TEST_F(PictureTest, HasNoMetadataWhateverItsFormatAndThatOfTheUpload) {
  using enum testing::PictureFormat;
  for (const auto format : {kJpeg, kPng, kWebp, kGif, kHeic}) {
    for (const bool alpha : {false, true}) {
      if (alpha && format == kJpeg) continue;  // It has none.
      SCOPED_TRACE(::testing::Message() << static_cast<int>(format) << (alpha ? " with alpha" : ""));
      const std::string bytes = testing::picture_with_metadata(format, alpha);
      ASSERT_NE(bytes.find(testing::kPlace), std::string::npos);
      const auto picture = render(bytes);
      ASSERT_TRUE(picture) << picture.error().detail;
      EXPECT_EQ(picture->media_type, alpha ? "image/webp" : "image/jpeg");
      for (const std::string* size : {&picture->full, &picture->medium, &picture->thumb}) {
        EXPECT_EQ(size->find(testing::kPlace), std::string::npos);
        for (const char* mark : {"Exif", "EXIF", "XMP ", "http://ns.adobe.com", "ICCP", "ICC_PROFILE", "Photoshop"})
          EXPECT_EQ(size->find(mark), std::string::npos) << mark;
        EXPECT_EQ(bare_picture(*size), *size);
        EXPECT_EQ(metadata_of(*size), "");
      }
    }
  }
}

TEST_F(PictureTest, IsAtMostSoLargeAndNeverMadeLarger) {
  const auto large = render(testing::png(8000, 80));
  ASSERT_TRUE(large);
  EXPECT_EQ(large->width, 4096U);
  EXPECT_EQ(large->height, 41U);
  const auto small = render(testing::png(20, 10));
  ASSERT_TRUE(small);
  EXPECT_EQ(size_of(small->thumb), std::pair(20, 10));
}

TEST_F(PictureTest, IsReadInEachFormat) {
  for (const std::string& bytes : {testing::png(64, 48), testing::webp(64, 48), testing::gif(64, 48)}) {
    const auto picture = render(bytes);
    ASSERT_TRUE(picture) << picture.error().detail;
    EXPECT_EQ(picture->width, 64U);
  }
  const auto transparent = render(testing::png(64, 48, /*alpha=*/true));
  ASSERT_TRUE(transparent);
  EXPECT_EQ(transparent->media_type, "image/webp");
}

TEST_F(PictureTest, OfTooManyPixelsIsRefusedBeforeItIsDecoded) {
  for (const auto& [width, height] : {std::pair(50'000U, 50'000U), std::pair(1'000'000U, 65U)}) {
    const auto bomb = render(testing::png_bomb(width, height));
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().code, Code::kTooLarge) << bomb.error().detail;
  }
}

TEST_F(PictureTest, ThatIsCutOffOrNoneIsRefused) {
  for (const std::string& whole : {testing::jpeg_with_place(640, 480), testing::png(640, 480), testing::webp(640, 480)})
    for (const std::size_t size : {std::size_t{16}, whole.size() / 3, whole.size() / 2})
      EXPECT_EQ(rule_of(whole.substr(0, size)), "damaged") << size;
  EXPECT_EQ(rule_of("\xFF\xD8\xFF<script>alert(1)</script> and so on"), "damaged");
  EXPECT_EQ(rule_of("GIF89a/*<svg onload=alert(1)>*/=1;"), "damaged");
}

TEST_F(PictureTest, KeepsNothingOfWhatFollowsIt) {
  const std::string page = "<html><script>alert(1)</script></html>";
  const auto polyglot = render(testing::png(64, 48) + page);
  ASSERT_TRUE(polyglot);
  EXPECT_EQ(polyglot->full.find("<script>"), std::string::npos);
}

}  // namespace
}  // namespace doggy::media
