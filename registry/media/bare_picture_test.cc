#include "registry/media/bare_picture.h"

#include <gtest/gtest.h>

#include <vips/vips8>

#include "registry/media/testing/samples.h"

namespace doggy::media {
namespace {

using testing::PictureFormat;

std::vector<unsigned char> pixels_of(const std::string& bytes) {
  const auto image = vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "");
  std::size_t size = 0;
  void* memory = image.write_to_memory(&size);
  const auto* first = static_cast<const unsigned char*>(memory);
  std::vector<unsigned char> pixels(first, first + size);
  g_free(memory);
  return pixels;
}

TEST(BarePicture, HasThePixelsAndNothingElse) {
  for (const std::string& bytes :
       {testing::picture_with_metadata(PictureFormat::kJpeg, false), testing::jpeg_with_place(80, 60),
        testing::picture_with_metadata(PictureFormat::kWebp, false),
        testing::picture_with_metadata(PictureFormat::kWebp, true)}) {
    ASSERT_NE(bytes.find(testing::kPlace), std::string::npos);
    const auto bare = bare_picture(bytes);
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->find(testing::kPlace), std::string::npos);
    EXPECT_LT(bare->size(), bytes.size());
    EXPECT_EQ(pixels_of(*bare), pixels_of(bytes));
    EXPECT_EQ(bare_picture(*bare), *bare) << "what is bare stays as it is";
  }
}

TEST(BarePicture, EndsWhereThePictureEnds) {
  for (const PictureFormat format : {PictureFormat::kJpeg, PictureFormat::kWebp}) {
    const std::string bytes = testing::picture_with_metadata(format, false);
    EXPECT_EQ(bare_picture(bytes + "<script>"), bare_picture(bytes));
  }
}

TEST(BarePicture, IsNoneOfWhatIsCutOffOrSomethingElse) {
  for (const PictureFormat format : {PictureFormat::kJpeg, PictureFormat::kWebp}) {
    const std::string bytes = *bare_picture(testing::picture_with_metadata(format, false));
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(bare_picture(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(bare_picture(testing::png(64, 48)));
  EXPECT_FALSE(bare_picture(testing::gif(64, 48)));
  EXPECT_FALSE(bare_picture("RIFF" + std::string("\4\0\0\0", 4) + "WEBP"));
}

TEST(BarePicture, KeepsTheColorsOfAnAdobeJpeg) {
  const std::string adobe = "\xFF\xEE" + testing::number(14, 2) + "Adobe" + testing::number(100, 2) +
                            testing::number(0, 4) + testing::number(1, 1);
  std::string bytes = *bare_picture(testing::jpeg_with_place(80, 60));
  bytes.insert(2, adobe);
  EXPECT_EQ(bare_picture(bytes), bytes);
}

}  // namespace
}  // namespace doggy::media
