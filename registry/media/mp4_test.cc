#include <gtest/gtest.h>

#include "registry/media/testing/samples.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

using testing::box;
using testing::kPlace;
using testing::number;

std::string rule_of(std::string bytes) {
  TextBytes text(std::move(bytes));
  const auto facts = clean_mp4(text);
  return facts ? "" : facts.error().fields.front().rule;
}

TEST(Mp4, LosesEveryPlaceAndNothingElse) {
  const std::string before = testing::mp4_with_place();
  ASSERT_NE(before.find(kPlace), std::string::npos);
  TextBytes bytes(before);
  const auto facts = clean_mp4(bytes);
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(bytes.text().size(), before.size());
  EXPECT_EQ(bytes.text().find(kPlace), std::string::npos);
  EXPECT_EQ(bytes.text().find("udta"), std::string::npos);
  EXPECT_EQ(bytes.text().find("xyz"), std::string::npos);
  // What is to be seen lies where it lay.
  EXPECT_EQ(bytes.text().find("frames"), before.find("frames"));
  EXPECT_EQ(bytes.text().rfind("frames"), before.rfind("frames"));
}

TEST(Mp4, MayBeAQuickTimeFilm) {
  TextBytes bytes(testing::mp4_with_place("qt  "));
  const auto facts = clean_mp4(bytes);
  ASSERT_TRUE(facts) << facts.error().detail;
  EXPECT_EQ(facts->width, 1080U);
  EXPECT_EQ(bytes.text().find(kPlace), std::string::npos);
  EXPECT_NE(bytes.text().find("vide"), std::string::npos);
}

TEST(Mp4, TellsSizeAsShownAndLength) {
  TextBytes bytes(testing::mp4_with_place());
  const auto facts = clean_mp4(bytes);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->width, 1080U);
  EXPECT_EQ(facts->height, 1920U);
  EXPECT_EQ(facts->duration_seconds, 2.5);
}

TEST(Mp4, IsCleanedTheSecondTimeLikeTheFirst) {
  TextBytes once(testing::mp4_with_place());
  ASSERT_TRUE(clean_mp4(once));
  TextBytes twice(once.text());
  ASSERT_TRUE(clean_mp4(twice));
  EXPECT_EQ(twice.text(), once.text());
}

TEST(Mp4, MustHaveAMovieWithAPicture) {
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + box("mdat", "x")), "damaged");
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + box("moov", "")), "damaged");
}

TEST(Mp4, EndsWhereItsBoxesEnd) {
  const std::string whole = testing::mp4_with_place();
  for (const std::size_t size : {std::size_t{4}, std::size_t{40}, whole.size() / 2, whole.size() - 1})
    EXPECT_EQ(rule_of(whole.substr(0, size)), "damaged") << size;
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + number(7, 4) + "moov"), "damaged");
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + number(1, 4) + "mdat" + number(~0ULL, 8)), "damaged");
  EXPECT_EQ(rule_of(box("moov", box("trak", number(1000, 4) + "mdia"))), "damaged");
}

TEST(Mp4, IsNotDeeperThanFilmsAre) {
  std::string nested = box("edts", "");
  for (int i = 0; i < 100; ++i) nested = box("edts", nested);
  EXPECT_EQ(rule_of(box("moov", nested)), "damaged");
}

TEST(Mp4, DoesNotBlankOnePlaceForever) {
  // A million samples of the same chunk of a track that is not kept.
  const std::string hdlr = box("hdlr", number(0, 8) + "meta");
  const std::string tables =
      box("stsz", number(0, 4) + number(50, 4) + number(1'000'000, 4)) +
      box("stsc", number(0, 4) + number(1, 4) + number(1, 4) + number(1'000'000, 4) + number(1, 4)) +
      box("stco", number(0, 4) + number(1, 4) + number(0, 4));
  EXPECT_EQ(rule_of(box("moov", box("trak", box("mdia", hdlr + box("minf", box("stbl", tables)))))), "damaged");
}

}  // namespace
}  // namespace doggy::media
