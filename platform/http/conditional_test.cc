#include "platform/http/conditional.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

TEST(MatchesEtag, ComparesWeakly) {
  EXPECT_TRUE(matches_etag(R"("3")", R"("3")"));
  EXPECT_TRUE(matches_etag(R"(W/"3")", R"("3")"));
  EXPECT_TRUE(matches_etag(R"("1", W/"2" ,"a,b")", R"("a,b")"));
  EXPECT_TRUE(matches_etag("*", R"("3")"));
}

TEST(MatchesEtag, MatchesNothingElse) {
  for (const char* field : {"", "3", R"("30")", R"("3)", R"(,,)", R"("33", "1")"}) {
    EXPECT_FALSE(matches_etag(field, R"("3")")) << field;
  }
  EXPECT_FALSE(matches_etag("*", ""));
}

TEST(NotModified, KeepsTagAndFieldsOnly) {
  Response response{.content_type = "text/plain", .body = "hello", .etag = R"("3")"};
  response.headers.add("Cache-Control", "no-cache");
  const Response short_one = not_modified(std::move(response));
  EXPECT_EQ(short_one.status, 304U);
  EXPECT_EQ(short_one.etag, R"("3")");
  EXPECT_EQ(short_one.headers.get("Cache-Control"), "no-cache");
  EXPECT_EQ(short_one.content_type + short_one.body, "");
}

}  // namespace
}  // namespace doggy::http
