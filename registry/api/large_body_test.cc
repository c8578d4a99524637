// Large bodies: who may send them is known before they are read, and what is in them is bounded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/http/test_client.h"
#include "registry/api/endpoint.h"
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;

class LargeBodies : public ApiTest {
 protected:
  // The first answer to a request whose body never comes, but whose length is announced.
  static unsigned announce(std::string_view method, std::string path, std::string_view type, std::size_t length,
                           const std::string& token = {}, bool waits = true) {
    http::TestClient client(anybody().port());
    std::string head = std::string(method) + " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    head.append("Content-Type: ").append(type).append("\r\n");
    head += "Content-Length: " + std::to_string(length) + "\r\n";
    if (waits) head += "Expect: 100-continue\r\n";
    if (!token.empty()) head += "Authorization: Bearer " + token + "\r\n";
    client.send(head + "\r\n");
    return client.read().status;
  }
  // Any path of the route.
  static std::string some(std::string_view route) {
    std::string path(route);
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
      path.replace(open, path.find('}') - open + 1, new_id());
    return path;
  }
};

TEST_F(LargeBodies, NoEndpointReadsOneOfAStranger) {
  int large = 0;
  for (const api::Endpoint& endpoint : api::all_endpoints()) {
    if (endpoint.body_limit <= http::kSmallBody) continue;
    ++large;
    EXPECT_FALSE(std::holds_alternative<api::Open>(endpoint.handle)) << endpoint.path;
    EXPECT_EQ(announce(to_string(endpoint.method), some(endpoint.path), endpoint.body_type, endpoint.body_limit, "",
                       /*waits=*/false),
              401U)
        << endpoint.path;
  }
  EXPECT_GE(large, 7);
}

TEST_F(LargeBodies, AreForWhoMayCallTheEndpoint) {
  const std::string dog = scene().make_shared_dog();
  const std::string path = dog_path(dog) + "/import/dossier";
  const auto from = [&](const std::string& token) {
    return announce("POST", path, "application/json", 50'000'000, token);
  };
  EXPECT_EQ(from(trainer().token()), 100U);
  EXPECT_EQ(from(stranger().token()), 404U);
  EXPECT_EQ(from("no-such-token"), 401U);
  const Reply reader = expected(201, trainer().post("/v1/me/tokens", {{"name", "reads"}, {"scope", "read"}}));
  EXPECT_EQ(from(reader.text("/token")), 403U);
  EXPECT_EQ(announce("POST", path, "application/json", 100'000'000, trainer().token()), 413U);
}

TEST_F(LargeBodies, AreReadAsSmallOnesAre) {
  const std::string dog = scene().make_shared_dog();
  std::string escaped;
  for (int i = 0; i < 20'000; ++i) escaped += "\\u00e9";
  const std::string path = record_path(dog, new_id());
  const Reply written =
      trainer().send("PUT", path, {{"Content-Type", "application/json"}},
                     R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":")" + escaped + "\"}");
  EXPECT_EQ(written.status, 201U) << written.body.substr(0, 300);
  EXPECT_EQ(written.text("/text").size(), 40'000U);
  expect_problem(trainer().send("PATCH", path, {{"Content-Type", "application/json"}},
                                R"({"text":"x","strange":")" + escaped + "\"}"),
                 422, {{"strange", "unknown"}});
  const Reply malformed =
      trainer().send("PATCH", path, {{"Content-Type", "application/json"}}, "{\n\"text\":\"" + escaped);
  EXPECT_EQ(malformed.status, 400U);
  EXPECT_THAT(malformed.text("/detail"), HasSubstr("line 2"));
}

TEST_F(LargeBodies, HoldNoMoreValuesThanFitInMemory) {
  std::string body = R"({"writes":[1)";
  for (int i = 0; i < 2'500'000; ++i) body += ",1";
  const Reply refused = trainer().send("POST", "/v1/sync", {{"Content-Type", "application/json"}}, body + "]}");
  expect_problem(refused, 413);
  EXPECT_THAT(refused.text("/detail"), HasSubstr("more than 2000000 values"));
}

TEST_F(LargeBodies, AreRefusedWhereSmallOnesBelong) {
  const boost::json::object body{{"email", "a@example.org"}, {"password", std::string(http::kSmallBody, 'x')}};
  expect_problem(anybody().post("/v1/sessions", body), 413);
  expect_problem(trainer().post("/v1/dogs", {{"name", std::string(http::kSmallBody, 'x')}, {"role", "trainer"}}), 413);
}

}  // namespace
}  // namespace doggy::testing
