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

// A movie box with a picture and a track that is not kept, which has these tables.
std::string movie_with_tables(const std::string& tables) {
  const auto track = [](std::string_view kind, const std::string& more) {
    return box("trak", box("mdia", box("hdlr", number(0, 8) + std::string(kind) + number(0, 13)) +
                                       box("minf", box("stbl", more))));
  };
  return box("moov", track("vide", "") + track("meta", tables));
}

TEST(Mp4, IsRefusedWhenAFragmentMayTellThePlace) {
  const std::string fragment =
      box("moof", box("traf", box("tfhd", number(0, 4) + number(2, 4)))) + box("mdat", std::string(kPlace));
  TextBytes bytes(box("ftyp", "isom0000") + movie_with_tables("") + fragment);
  const auto refused = clean_mp4(bytes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.front().rule, "metadataTrack");
  // What was looked at is not thereby made a file that is taken: the last piece may be sent again.
  EXPECT_EQ(rule_of(bytes.text()), "metadataTrack");
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + fragment + movie_with_tables("")), "metadataTrack");
}

TEST(Mp4, MayBeInFragmentsOfPictureAndSound) {
  const std::string picture = box("moov", box("trak", box("mdia", box("hdlr", number(0, 8) + "vide" + number(0, 13)))));
  EXPECT_EQ(rule_of(box("ftyp", "isom0000") + picture + box("moof", "") + box("mdat", "x")), "");
}

TEST(Mp4, IsRefusedWhenATableThatIsNotReadMayNameThePlace) {
  const std::string compact = box("stz2", number(0, 4) + number(16, 4) + number(1, 4) + number(20, 2));
  const std::string places = box("stco", number(0, 4) + number(1, 4) + number(0, 4));
  EXPECT_EQ(rule_of(movie_with_tables(compact + places)), "metadataTrack");
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
