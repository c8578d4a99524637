#include "platform/http/encoding.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

TEST(ChooseCoding, FollowsTheWeights) {
  EXPECT_EQ(choose_coding(""), Coding::kIdentity);
  EXPECT_EQ(choose_coding("gzip"), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip, deflate, br"), Coding::kBrotli);
  EXPECT_EQ(choose_coding("br;q=0.5, gzip;q=0.8"), Coding::kGzip);
  EXPECT_EQ(choose_coding("BR ; q=0, GZIP;Q=0.001"), Coding::kGzip);
  EXPECT_EQ(choose_coding("*"), Coding::kBrotli);
  EXPECT_EQ(choose_coding("*;q=0.5, br;q=0"), Coding::kGzip);
  EXPECT_EQ(choose_coding("*;q=0"), Coding::kIdentity);
  EXPECT_EQ(choose_coding("identity, gzip;q=0.5"), Coding::kIdentity);
  EXPECT_EQ(choose_coding("deflate, zstd"), Coding::kIdentity);
  EXPECT_EQ(choose_coding(",, gzip ,"), Coding::kGzip);
}

TEST(ChooseCoding, TakesOnlyWhatIsOffered) {
  EXPECT_EQ(choose_coding("gzip, br", /*gzip=*/true, /*brotli=*/false), Coding::kGzip);
  EXPECT_EQ(choose_coding("gzip, br", /*gzip=*/false, /*brotli=*/false), Coding::kIdentity);
}

TEST(ChooseCoding, TakesAMalformedFieldForNone) {
  for (const char* field : {"gzip;q=2", "gzip;q=-1", "gzip;q=x", "gzip;q=", "gzip;level=3", "gzip;q=nan"}) {
    EXPECT_EQ(choose_coding(field), Coding::kIdentity) << field;
  }
}

TEST(IsCompressible, KnowsTextFromPackedFormats) {
  for (const char* type :
       {"application/json", "application/problem+json", "text/html; charset=utf-8", "image/svg+xml"}) {
    EXPECT_TRUE(is_compressible(type)) << type;
  }
  for (const char* type : {"", "image/png", "font/woff2", "application/zip", "video/mp4"}) {
    EXPECT_FALSE(is_compressible(type)) << type;
  }
}

}  // namespace
}  // namespace doggy::http
