#include "platform/http/router.h"

#include <gmock/gmock.h>

#include <stdexcept>

namespace doggy::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Task<Response> nothing(Request) {
  co_return Response::empty();
}

class RouterTest : public testing::Test {
 protected:
  void add(Method method, std::string path) {
    router_.add({.method = method, .path = std::move(path), .handler = nothing});
  }
  std::string found(Method method, std::string_view path) const {
    const Router::Match match = router_.find(method, path);
    return match.route == nullptr ? "" : match.route->path;
  }

  Router router_;
};

TEST_F(RouterTest, FindsLiteralsAndParameters) {
  add(Method::kGet, "/");
  add(Method::kGet, "/v1/dogs");
  add(Method::kGet, "/v1/dogs/{dogId}/records/{id}");
  EXPECT_EQ(found(Method::kGet, "/"), "/");
  EXPECT_EQ(found(Method::kGet, "/v1/dogs"), "/v1/dogs");
  const Router::Match match = router_.find(Method::kGet, "/v1/dogs/a b/records/7");
  ASSERT_NE(match.route, nullptr);
  EXPECT_THAT(match.params, ElementsAre(Pair("dogId", "a b"), Pair("id", "7")));
  for (const char* path : {"/v1", "/v1/", "/v1/dogs/", "/v1/dogs//records/7", "/v1/dogs/1/records",
                           "/v1/dogs/1/records/7/", "/v1/dogs/1/records/7/8", "", "v1/dogs"}) {
    EXPECT_EQ(found(Method::kGet, path), "") << path;
  }
}

TEST_F(RouterTest, PrefersALiteralAndComesBackWhenItLeadsNowhere) {
  add(Method::kGet, "/sessions/{id}");
  add(Method::kGet, "/sessions/current");
  add(Method::kGet, "/sessions/{id}/audit");
  EXPECT_EQ(found(Method::kGet, "/sessions/current"), "/sessions/current");
  EXPECT_EQ(found(Method::kGet, "/sessions/7"), "/sessions/{id}");
  const Router::Match match = router_.find(Method::kGet, "/sessions/current/audit");
  ASSERT_NE(match.route, nullptr);
  EXPECT_THAT(match.params, ElementsAre(Pair("id", "current")));
}

TEST_F(RouterTest, ListsTheMethodsOfAPath) {
  add(Method::kPut, "/a");
  add(Method::kGet, "/a");
  add(Method::kPost, "/b");
  EXPECT_EQ(router_.find(Method::kPost, "/a").allow, "GET, HEAD, PUT, OPTIONS");
  EXPECT_EQ(router_.find(Method::kPost, "/a").route, nullptr);
  EXPECT_EQ(router_.find(std::nullopt, "/b").allow, "POST, OPTIONS");
  EXPECT_EQ(router_.find(Method::kGet, "/c").allow, "");
  EXPECT_EQ(found(Method::kHead, "/a"), "/a");
  EXPECT_EQ(found(Method::kHead, "/b"), "");
}

TEST_F(RouterTest, LeavesNoParametersBehindWithoutAMatch) {
  add(Method::kGet, "/{a}/{b}/c");
  EXPECT_THAT(router_.find(Method::kGet, "/1/2/d").params, IsEmpty());
}

TEST_F(RouterTest, RefusesRoutesThatAreNone) {
  add(Method::kGet, "/a/{x}");
  for (const char* path : {"a", "/a/{x}", "/a/{y}", "/b//c", "/b/{}", "/b/x{y}", "/b/{y", "/b/{y}z", ""}) {
    EXPECT_THROW(add(Method::kGet, path), std::logic_error) << path;
  }
  EXPECT_THROW(router_.add({.method = Method::kGet, .path = "/d"}), std::logic_error);
  EXPECT_NO_THROW(add(Method::kPut, "/a/{x}"));
}

TEST_F(RouterTest, RefusesRoutesThatReadLargeBodiesOfAnybody) {
  const auto route = [](std::string path, std::size_t limit) {
    return Route{.method = Method::kPost,
                 .path = std::move(path),
                 .handler = nothing,
                 .body_limit = limit,
                 .accepts_body = true};
  };
  EXPECT_NO_THROW(router_.add(route("/small", kSmallBody)));
  EXPECT_THROW(router_.add(route("/large", kSmallBody + 1)), std::logic_error);
  Route guarded = route("/guarded", std::size_t{1} << 30U);
  guarded.authorize = [](const Request&) -> Task<std::expected<std::string, Response>> { co_return "anybody"; };
  EXPECT_NO_THROW(router_.add(std::move(guarded)));
}

TEST_F(RouterTest, KeepsTheApisPathsFromTheFallback) {
  EXPECT_EQ(router_.fallback("/page"), nullptr);
  router_.set_fallback(nothing, "/api");
  EXPECT_NE(router_.fallback("/page"), nullptr);
  EXPECT_NE(router_.fallback("/apiary"), nullptr);
  EXPECT_EQ(router_.fallback("/api"), nullptr);
  EXPECT_EQ(router_.fallback("/api/x"), nullptr);
}

}  // namespace
}  // namespace doggy::http
