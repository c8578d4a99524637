#include "platform/http/message.h"

#include <gmock/gmock.h>

#include <stdexcept>

namespace doggy::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Headers, CompareNamesWithoutCase) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  headers.add("X-A", "1");
  headers.add("x-a", "2");
  EXPECT_EQ(headers.get("content-TYPE"), "text/plain");
  EXPECT_EQ(headers.get("X-A"), "1");
  EXPECT_EQ(headers.get("X-B"), "");
  EXPECT_TRUE(headers.has("CONTENT-type"));
  EXPECT_FALSE(headers.has("Content-Typ"));
}

TEST(PercentDecode, DecodesAndRefusesWhatIsMalformed) {
  EXPECT_EQ(percent_decode("B%c3%A4r+x"), "Bär+x");
  EXPECT_EQ(percent_decode("a+b%2B", /*plus_is_space=*/true), "a b+");
  EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
  for (const char* bad : {"%", "%4", "a%", "%g0", "%0g", "%%20"}) EXPECT_EQ(percent_decode(bad), std::nullopt) << bad;
}

TEST(Request, ReadsQueryParametersInOrder) {
  Request request;
  request.query = "type=note&tag=a%26b&&type=weight&flag&empty=&na%20me=v&bad=%zz";
  EXPECT_EQ(request.query_param("type"), "note");
  EXPECT_EQ(request.query_param("tag"), "a&b");
  EXPECT_EQ(request.query_param("flag"), "");
  EXPECT_EQ(request.query_param("empty"), "");
  EXPECT_EQ(request.query_param("na me"), "v");
  EXPECT_EQ(request.query_param("bad"), "%zz");
  EXPECT_EQ(request.query_param("typ"), std::nullopt);
  EXPECT_THAT(request.query_params(),
              ElementsAre(Pair("type", "note"), Pair("tag", "a&b"), Pair("type", "weight"), Pair("flag", ""),
                          Pair("empty", ""), Pair("na me", "v"), Pair("bad", "%zz")));
  request.query.clear();
  EXPECT_TRUE(request.query_params().empty());
}

TEST(Request, ReadsCookiesOfEveryField) {
  Request request;
  request.headers.add("Cookie", "theme=dark; doggy_session=abc=d; x=");
  request.headers.add("cookie", "later=1");
  EXPECT_EQ(request.cookie("theme"), "dark");
  EXPECT_EQ(request.cookie("doggy_session"), "abc=d");
  EXPECT_EQ(request.cookie("session"), "");
  EXPECT_EQ(request.cookie("later"), "1");
}

TEST(Request, RefusesAParameterThatTheRouteHasNot) {
  Request request;
  request.params = {{"dogId", "7"}};
  EXPECT_EQ(request.param("dogId"), "7");
  EXPECT_THROW(static_cast<void>(request.param("id")), std::logic_error);
}

}  // namespace
}  // namespace doggy::http
