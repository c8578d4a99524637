// GET /v1/server: who is told how the server is doing.
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

TEST(ServerApi, OnlyAConfirmedAddressOfTheSettingIsAnAdmin) {
  const Scene scene({.admins = "boss@example.org, Ada@Example.org"});
  const auto sign_up = [&](const std::string& email) {
    const Client anybody(scene.registry.port(), "");
    EXPECT_EQ(anybody.post("/v1/accounts", {{"email", email}, {"password", kPassword}, {"name", "A"}}).status, 201U);
    return Client(scene.registry.port(),
                  anybody.post("/v1/sessions", {{"email", email}, {"password", kPassword}}).text("/token"));
  };
  const Client ada = sign_up("ada@example.org");
  const Client bert = sign_up("bert@example.org");

  const Reply before = ada.get("/v1/server");
  EXPECT_FALSE(before.at("/admin").as_bool());
  EXPECT_FALSE(before.text("/version").empty());
  EXPECT_EQ(before.body.find("status"), std::string::npos);

  const std::string token = token_in(scene.registry.mail_to("ada@example.org", "verify-email"), "verify-email");
  EXPECT_EQ(ada.post("/v1/email-verifications/redeem", {{"token", token}}).status / 100, 2U);

  const Reply after = ada.get("/v1/server");
  EXPECT_TRUE(after.at("/admin").as_bool());
  EXPECT_EQ(after.text("/status/mail"), "outbox");
  EXPECT_EQ(after.text("/status/mediaStore"), "folder");
  EXPECT_FALSE(after.text("/status/startedAt").empty());

  const Reply other = bert.get("/v1/server");
  EXPECT_FALSE(other.at("/admin").as_bool());
  EXPECT_EQ(other.body.find("status"), std::string::npos);
}

}  // namespace
}  // namespace doggy::testing
