#include "registry/api/passkeys_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "registry/accounts/passkeys/testing/software_passkey.h"
#include "registry/api/testing/scene.h"
#include "registry/api/testing/totp.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PasskeysApi : public ApiTest {
 protected:
  PasskeysApi() {
    device_.origin = "http://localhost:" + std::to_string(anybody().port());
    device_.account_id = someone_.id;
  }

  [[nodiscard]] Reply begin(boost::json::object proof = {{"password", kPassword}}) const {
    return someone_.post("/v1/me/passkeys/begin", proof);
  }
  [[nodiscard]] Reply add() {
    return someone_.post("/v1/me/passkeys", codec::encode(device_.create(begin().text("/challenge"))));
  }
  [[nodiscard]] Reply sign_in() {
    const std::string challenge = anybody().post("/v1/sessions/passkey/begin").text("/challenge");
    return anybody().post("/v1/sessions/passkey", codec::encode(device_.sign(challenge)));
  }

  Person someone_ = Person::sign_up(anybody().port(), "Rosa");
  SoftwarePasskey device_;
};

TEST_F(PasskeysApi, IsAddedUsedNamedAndRemoved) {
  EXPECT_TRUE(someone_.get("/v1/me/passkeys").ids().empty());
  const Reply options = begin();
  EXPECT_EQ(options.text("/rp/id"), "localhost");
  EXPECT_EQ(options.text("/user/name"), someone_.email);
  EXPECT_EQ(options.text("/authenticatorSelection/userVerification"), "required");
  const Reply added = add();
  ASSERT_EQ(added.status, 201U) << added.body;
  static_cast<void>(scene().registry.mail_to(someone_.email, "A passkey was added"));
  EXPECT_EQ(begin().at("/excludeCredentials").as_array().size(), 1U);

  const Reply session = sign_in();
  ASSERT_EQ(session.status, 201U) << session.body;
  EXPECT_EQ(session.text("/account/id"), someone_.id);
  EXPECT_THAT(std::string(session.headers.get("Set-Cookie")), HasSubstr("HttpOnly; SameSite=Strict"));
  EXPECT_EQ(Client(anybody().port(), session.text("/token")).get("/v1/me").status, 200U);

  const std::string path = "/v1/me/passkeys/" + added.text("/id");
  EXPECT_EQ(someone_.patch(path, {{"name", "Old phone"}}).text("/name"), "Old phone");
  expect_problem(someone_.patch(path, {{"name", ""}}), 422, {{"name", "minLength"}});
  const Reply list = someone_.get("/v1/me/passkeys");
  EXPECT_EQ(list.text("/items/0/name"), "Old phone");
  EXPECT_TRUE(list.has("/items/0/lastUsedAt"));
  EXPECT_THAT(list.body, Not(HasSubstr("Key")));

  expect_problem(stranger().patch(path, {{"name", "mine"}}), 404);
  expect_problem(stranger().post(path + "/remove", {{"password", kPassword}}), 404);
  expect_problem(someone_.post(path + "/remove"), 422, {{"password", "required"}});
  expect_problem(someone_.post(path + "/remove", {{"password", "not this"}}), 422, {{"password", "wrong"}});
  EXPECT_EQ(someone_.post(path + "/remove", {{"password", kPassword}}).status, 204U);
  expect_problem(sign_in(), 401, {{"signature", "wrong"}});
}

TEST_F(PasskeysApi, TakesAFreshProofToBegin) {
  expect_problem(begin({}), 422, {{"password", "required"}});
  expect_problem(begin({{"password", "not this"}}), 422, {{"password", "wrong"}});
  expect_problem(someone_.post("/v1/me/passkeys/proof"), 409);
  ASSERT_EQ(add().status, 201U);

  const auto proof = [&] { return device_.sign(someone_.post("/v1/me/passkeys/proof").text("/challenge")); };
  const boost::json::object proven{{"passkey", codec::encode(proof())}};
  EXPECT_EQ(begin(proven).status, 200U);
  expect_problem(begin(proven), 422, {{"clientDataJson", "challenge"}});
  // What somebody signs in with elsewhere proves nothing here.
  const std::string challenge = anybody().post("/v1/sessions/passkey/begin").text("/challenge");
  expect_problem(begin({{"passkey", codec::encode(device_.sign(challenge))}}), 422, {{"clientDataJson", "challenge"}});
}

TEST_F(PasskeysApi, IsNotAddedForAnotherAccountsChallenge) {
  const std::string challenge = begin().text("/challenge");
  expect_problem(stranger().post("/v1/me/passkeys", codec::encode(device_.create(challenge))), 422,
                 {{"clientDataJson", "challenge"}});
  EXPECT_TRUE(stranger().get("/v1/me/passkeys").ids().empty());
}

TEST_F(PasskeysApi, SignsInWithoutThePasswordAndTheSecondFactor) {
  ASSERT_EQ(add().status, 201U);
  const std::string secret = someone_.post("/v1/me/second-factor", {{"password", kPassword}}).text("/secret");
  const std::string code = totp_code(secret, scene().registry.now());
  ASSERT_EQ(someone_.post("/v1/me/second-factor/confirm", {{"code", code}}).status, 200U);
  const Reply session = sign_in();
  EXPECT_EQ(session.status, 201U) << session.body;
  expect_problem(begin(), 422, {{"code", "required"}});
  expect_problem(begin({{"password", kPassword}, {"code", "000000"}}), 422, {{"code", "wrong"}});

  // Also when the app is lost: a passkey turns the second factor off.
  const std::string challenge = someone_.post("/v1/me/passkeys/proof").text("/challenge");
  const boost::json::object proof{{"passkey", codec::encode(device_.sign(challenge))}};
  EXPECT_EQ(someone_.post("/v1/me/second-factor/remove", proof).status, 204U);
  EXPECT_EQ(begin().status, 200U);
}

TEST_F(PasskeysApi, EverySessionHasANewToken) {
  ASSERT_EQ(add().status, 201U);
  const std::string planted = "attacker-chosen-token-attacker-chosen-token";
  const std::string challenge = anybody().post("/v1/sessions/passkey/begin").text("/challenge");
  const Reply session = anybody().post("/v1/sessions/passkey", codec::encode(device_.sign(challenge)),
                                       {{"Cookie", "doggy_session=" + planted}, {"Sec-Fetch-Site", "same-origin"}});
  ASSERT_EQ(session.status, 201U) << session.body;
  EXPECT_NE(session.text("/token"), planted);
  EXPECT_EQ(Client(anybody().port(), planted).get("/v1/me").status, 401U);
}

}  // namespace
}  // namespace doggy::testing
