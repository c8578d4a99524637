#include "registry/media/buffered_bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "registry/media/testing/samples.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

// Counts what a file would be asked for.
class CountedBytes : public TextBytes {
 public:
  using TextBytes::TextBytes;
  [[nodiscard]] bool read(std::uint64_t at, std::span<char> out) override {
    ++reads;
    return TextBytes::read(at, out);
  }

  std::size_t reads = 0;
};

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7 + i / 256);
  return text;
}

TEST(BufferedBytes, AreTheBytesBehind) {
  TextBytes plain(pattern(200'000));
  TextBytes inner(pattern(200'000));
  BufferedBytes buffered(inner);
  ASSERT_EQ(buffered.size(), plain.size());
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same each time.
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t at = random() % 200'100;
    const std::size_t count = i % 100 == 0 ? random() % 9000 : random() % 16;
    if (i % 3 == 0) {
      const std::string bytes(count, static_cast<char>(i));
      ASSERT_EQ(buffered.write(at, bytes), plain.write(at, bytes)) << at;
    } else {
      std::string expected(count, '\0');
      std::string read(count, '\0');
      ASSERT_EQ(buffered.read(at, read), plain.read(at, expected)) << at;
      ASSERT_EQ(read, expected) << at;
    }
  }
  EXPECT_EQ(inner.text(), plain.text());
}

TEST(BufferedBytes, AskForPagesAndNotForNumbers) {
  CountedBytes inner(pattern(64UL * 1024));
  BufferedBytes buffered(inner);
  std::uint64_t number = 0;
  // Two tables in turn.
  for (std::uint64_t at = 0; at < 32UL * 1024; at += 4) {
    ASSERT_TRUE(read_number<4>(buffered, at, number));
    ASSERT_TRUE(read_number<4>(buffered, at + 30'000, number));
  }
  EXPECT_LE(inner.reads, 32U);
}

TEST(BufferedBytes, CleanAVideoLikeTheFileItself) {
  TextBytes plain(testing::mp4_with_place());
  CountedBytes inner(plain.text());
  BufferedBytes buffered(inner);
  ASSERT_TRUE(clean_mp4(plain));
  ASSERT_TRUE(clean_mp4(buffered));
  EXPECT_EQ(inner.text(), plain.text());
}

}  // namespace
}  // namespace doggy::media
