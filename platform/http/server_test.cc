#include "platform/http/server.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

Handler answer(std::string text) {
  return [text = std::move(text)](Request) -> Task<Response> {
    return [](std::string body) -> Task<Response> {
      co_return Response{.content_type = "text/plain", .body = std::move(body)};
    }(text);
  };
}

Task<Response> echo_request(Request request) {
  co_return Response::json(std::move(request.body));
}

Task<Response> tell_client(Request request) {
  boost::json::object told{
      {"id", request.param("id")}, {"requestId", request.request_id}, {"remote", request.remote_address}};
  if (const auto q = request.query_param("q")) told["q"] = *q;
  co_return Response::json(boost::json::serialize(told));
}

Task<Response> tagged(Request) {
  Response response = Response::json(R"({"name":"Balu"})");
  response.etag = R"("3")";
  co_return response;
}

Task<Response> break_down(Request) {
  throw std::runtime_error("secret of the machine");
  co_return Response{};
}

Task<Response> inject(Request) {
  Response response;
  response.headers.add("X-Name", "a\r\nSet-Cookie: evil");
  co_return response;
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    router_.add({.method = Method::kGet, .path = "/hello", .handler = answer("hello")});
    router_.add({.method = Method::kGet, .path = "/dogs/{id}", .handler = tell_client});
    router_.add({.method = Method::kPost, .path = "/echo", .handler = echo_request, .accepts_body = true});
    router_.add({.method = Method::kPatch, .path = "/echo", .handler = echo_request, .accepts_body = true});
    router_.add({.method = Method::kGet, .path = "/tagged", .handler = tagged});
    router_.add({.method = Method::kGet, .path = "/broken", .handler = break_down});
    router_.add({.method = Method::kGet, .path = "/inject", .handler = inject});
    router_.set_fallback(answer("fallback"));
  }

  Router router_;
};

boost::json::object problem_of(const TestResponse& response) {
  EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
  boost::json::object problem = boost::json::parse(response.body).as_object();
  EXPECT_EQ(problem.at("status"), response.status);
  EXPECT_EQ(problem.at("requestId"), boost::json::string_view(response.headers.get("X-Request-Id")));
  return problem;
}

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
  TestServer server(router_);
  TestClient client(server.port());
  for (int i = 0; i < 20; ++i) {
    const TestResponse response = client.get("/hello");
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.body, "hello");
    EXPECT_EQ(response.headers.get("Content-Length"), "5");
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  TestServer server(router_);
  TestClient client(server.port());
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(std::to_string(i).size()) + "\r\n\r\n" + std::to_string(i);
  }
  client.send(requests);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.read().body, std::to_string(i));
}

TEST_F(ServerTest, GivesHandlersTheDecodedParametersAndQuery) {
  TestServer server(router_);
  TestClient client(server.port());
  EXPECT_THAT(client.get("/dogs/B%C3%A4r%20x?q=a+b%26").body, HasSubstr(R"("id":"Bär x")"));
  EXPECT_THAT(client.get("/dogs/1?q=a+b%26").body, HasSubstr(R"("q":"a b&")"));
  EXPECT_THAT(client.get("http://localhost/dogs/1?q=absolute").body, HasSubstr(R"("q":"absolute")"));
}

TEST_F(ServerTest, EndsTheConnectionWhenTheClientAsks) {
  TestServer server(router_);
  TestClient client(server.port());
  EXPECT_EQ(client.get("/hello", {{"Connection", "close"}}).headers.get("Connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, SpeaksHttp10) {
  TestServer server(router_);
  TestClient once(server.port());
  once.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(once.read().body, "hello");
  EXPECT_TRUE(once.closed());

  TestClient kept(server.port());
  kept.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.read().headers.get("Connection"), "keep-alive");
  EXPECT_EQ(kept.get("/hello").status, 200U);
}

TEST_F(ServerTest, AnswersHeadLikeGetWithoutTheBody) {
  TestServer server(router_);
  TestClient client(server.port());
  const TestResponse head = client.request("HEAD", "/hello");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.headers.get("Content-Length"), "5");
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, TellsTheMethodsOfAPath) {
  TestServer server(router_);
  TestClient client(server.port());
  const TestResponse options = client.request("OPTIONS", "/echo");
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(options.headers.get("Allow"), "POST, PATCH, OPTIONS");
  const TestResponse wrong = client.request("DELETE", "/hello");
  EXPECT_EQ(problem_of(wrong).at("title"), "Method Not Allowed");
  EXPECT_EQ(wrong.headers.get("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.request("OPTIONS", "*").status, 204U);
  for (const char* unknown : {"BREW", "TRACE", "QUERY"})
    EXPECT_EQ(client.request(unknown, "/hello").status, 405U) << unknown;
  EXPECT_EQ(client.request("BREW", "/v1/unknown").status, 501U);
  EXPECT_EQ(client.request("OPTIONS", "/v1/unknown").status, 404U);
}

TEST_F(ServerTest, GivesOtherPathsToTheFallbackButNotThoseOfTheApi) {
  TestServer server(router_);
  TestClient client(server.port());
  EXPECT_EQ(client.get("/some/page").body, "fallback");
  EXPECT_EQ(client.get("/v10").body, "fallback");
  EXPECT_EQ(problem_of(client.get("/v1/unknown")).at("status"), 404);
  EXPECT_EQ(problem_of(client.get("/v1")).at("status"), 404);
  EXPECT_EQ(problem_of(client.request("PUT", "/some/page")).at("status"), 405);
}

TEST_F(ServerTest, RefusesPathsThatAreNotInNormalForm) {
  TestServer server(router_);
  TestClient client(server.port());
  for (const char* path : {"/../etc/passwd", "/%2e%2e/etc/passwd", "/a/..", "/a//b", "//etc", "/a/%2E/b", "/a%2fb",
                           "/a%5Cb", "/a\\b", "/a%00", "/a%0d%0aX", "/%zz", "/%", "/%ff", "/%c0%ae%c0%ae/", "dogs"}) {
    EXPECT_EQ(problem_of(client.get(path)).at("status"), 400) << path;
  }
}

TEST_F(ServerTest, AnswersNotModifiedToTheTagItGave) {
  TestServer server(router_);
  TestClient client(server.port());
  const TestResponse fresh = client.get("/tagged");
  EXPECT_EQ(fresh.headers.get("ETag"), R"("3")");
  EXPECT_EQ(fresh.headers.get("Cache-Control"), "private, no-cache");
  const TestResponse same = client.get("/tagged", {{"If-None-Match", R"("1", W/"3")"}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.headers.get("ETag"), R"("3")");
  EXPECT_FALSE(same.headers.has("Content-Type"));
  EXPECT_EQ(client.request("HEAD", "/tagged", {{"If-None-Match", "*"}}).status, 304U);
  EXPECT_EQ(client.get("/tagged", {{"If-None-Match", R"("30")"}}).body, R"({"name":"Balu"})");
}

TEST_F(ServerTest, TakesTheClientsRequestIdWhenItIsWellFormed) {
  TestServer server(router_);
  TestClient client(server.port());
  EXPECT_EQ(client.get("/hello", {{"X-Request-Id", "abc.DEF_1-2"}}).headers.get("X-Request-Id"), "abc.DEF_1-2");
  EXPECT_THAT(client.get("/dogs/1", {{"X-Request-Id", "abc.DEF_1-2"}}).body, HasSubstr("abc.DEF_1-2"));
  for (const std::string& bad :
       {std::string("short"), std::string("has space here"), std::string(65, 'a'), std::string("quote\"inside")}) {
    EXPECT_THAT(std::string(client.get("/hello", {{"X-Request-Id", bad}}).headers.get("X-Request-Id")),
                MatchesRegex("[0-9a-z]{12}"));
  }
  EXPECT_NE(client.get("/hello").headers.get("X-Request-Id"), client.get("/hello").headers.get("X-Request-Id"));
}

TEST_F(ServerTest, HidesAndLogsWhatAHandlerThrows) {
  TestServer server(router_);
  TestClient client(server.port());
  testing::internal::CaptureStderr();
  const TestResponse response = client.get("/broken", {{"X-Request-Id", "broken-one"}});
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(problem_of(response).at("status"), 500);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  EXPECT_THAT(log, HasSubstr("secret of the machine"));
  EXPECT_THAT(log, HasSubstr("broken-one"));
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, NeverSendsALineBreakInsideAField) {
  TestServer server(router_);
  TestClient client(server.port());
  const TestResponse response = client.get("/inject");
  EXPECT_EQ(problem_of(response).at("status"), 500);
  EXPECT_FALSE(response.headers.has("Set-Cookie"));
  EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(ServerTest, ProtectsEveryResponse) {
  TestServer server(router_);
  TestClient client(server.port());
  for (const char* path : {"/hello", "/broken", "/v1/unknown", "/page", "/%zz"}) {
    const TestResponse response = client.get(path);
    EXPECT_THAT(std::string(response.headers.get("Content-Security-Policy")), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.headers.get("X-Frame-Options"), "DENY");
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
    EXPECT_EQ(response.headers.get("Date").size(), 29U);
  }
}

TEST_F(ServerTest, CountsRequestsByRouteAndStatus) {
  TestServer server(router_);
  {
    TestClient client(server.port());
    client.get("/dogs/1");
    client.get("/dogs/2");
    client.get("/v1/unknown");
    client.get("/page");
    // The figures of a request are written after its response: one more on this connection is behind them all.
    client.get("/hello");
  }
  const std::string text = server.metrics().text();
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_requests_total{method="GET",route="/dogs/{id}",status="2xx"} 2)x"));
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_requests_total{method="(any)",route="(unmatched)",status="4xx"} 1)x"));
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_requests_total{method="GET",route="(static)",status="2xx"} 1)x"));
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_request_duration_seconds_count{method="GET",route="/dogs/{id}"} 2)x"));
  EXPECT_THAT(text, HasSubstr("doggy_http_connections "));
}

TEST_F(ServerTest, TellsThatThePortIsTaken) {
  TestServer server(router_);
  Runtime runtime(1, 1);
  observe::Metrics metrics;
  Server second({.port = server.port()}, router_, runtime, metrics);
  const Result<void> started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, Code::kUnavailable);
  EXPECT_THAT(started.error().detail, HasSubstr("127.0.0.1 port " + std::to_string(server.port())));
}

TEST_F(ServerTest, BelievesTheProxysForwardedForOnlyWhenTold) {
  const std::vector<std::pair<std::string, std::string>> headers = {{"X-Forwarded-For", "1.1.1.1, 203.0.113.7"}};
  TestServer plain(router_);
  EXPECT_THAT(TestClient(plain.port()).get("/dogs/1", headers).body, HasSubstr(R"("remote":"127.0.0.1")"));
  TestServer trusting(router_, {.trust_forwarded = true});
  EXPECT_THAT(TestClient(trusting.port()).get("/dogs/1", headers).body, HasSubstr(R"("remote":"203.0.113.7")"));
  EXPECT_THAT(TestClient(trusting.port()).get("/dogs/1", {{"X-Forwarded-For", "\"evil\""}}).body,
              HasSubstr(R"("remote":"127.0.0.1")"));
}

}  // namespace
}  // namespace doggy::http
