#include "registry/api/account_settings_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"
#include "registry/api/testing/totp.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kNew = "a walk along the river";

class AccountSettings : public ApiTest {
 protected:
  Person someone_ = Person::sign_up(anybody().port(), "Rosa");

  [[nodiscard]] Reply sign_in(std::string_view password, boost::json::object more = {}) const {
    more["email"] = someone_.email;
    more["password"] = password;
    return anybody().post("/v1/sessions", more, {{"User-Agent", "Field Phone 3"}});
  }
  [[nodiscard]] static std::string code_of(const std::string& secret) {
    return totp_code(secret, scene().registry.now());
  }
};

TEST_F(AccountSettings, NameLanguageAndUnits) {
  const Reply changed = someone_.patch("/v1/me", {{"name", "Rosa B."}, {"locale", "de-AT"}, {"units", "imperial"}});
  EXPECT_EQ(changed.text("/name"), "Rosa B.");
  EXPECT_EQ(changed.text("/units"), "imperial");
  EXPECT_EQ(someone_.get("/v1/me").text("/locale"), "de-AT");
}

// Mass assignment: what only the server sets cannot be sent.
TEST_F(AccountSettings, NobodyVerifiesOrPromotesThemselves) {
  for (const char* field : {"emailVerified", "secondFactor", "id", "passwordHash", "password_hash", "totpSecret"})
    expect_problem(someone_.patch("/v1/me", {{field, true}}), 422, {{field, "unknown"}});
  EXPECT_FALSE(someone_.get("/v1/me").at("/emailVerified").as_bool());
  EXPECT_THAT(someone_.get("/v1/me").body, Not(HasSubstr("otp")));
}

TEST_F(AccountSettings, ANewPasswordEndsTheOtherSessionsAndTokens) {
  const Person elsewhere = someone_.elsewhere();
  const Client script(anybody().port(), someone_.post("/v1/me/tokens", {{"name", "script"}}).text("/token"));
  expect_problem(someone_.put("/v1/me/password", {{"current", "not this"}, {"password", kNew}}), 422,
                 {{"current", "wrong"}});
  expect_problem(someone_.put("/v1/me/password", {{"current", kPassword}, {"password", "iloveyou"}}), 422,
                 {{"password", "common"}});
  EXPECT_EQ(elsewhere.get("/v1/me").status, 200U);
  EXPECT_EQ(someone_.put("/v1/me/password", {{"current", kPassword}, {"password", kNew}}).status, 204U);
  EXPECT_EQ(elsewhere.get("/v1/me").status, 401U);
  EXPECT_EQ(script.get("/v1/dogs").status, 401U);
  EXPECT_EQ(someone_.get("/v1/me").status, 200U);
  EXPECT_EQ(sign_in(kPassword).status, 401U);
}

TEST_F(AccountSettings, ThePasswordCannotBeGuessedFromAnOpenSession) {
  unsigned status = 0;
  for (int i = 0; i < 11; ++i)
    status = someone_.put("/v1/me/password", {{"current", "guess"}, {"password", kNew}}).status;
  EXPECT_EQ(status, 429U);
}

TEST_F(AccountSettings, SessionsAreListedAndEndedOneByOne) {
  const Client phone(anybody().port(), sign_in(kPassword).text("/token"));
  const Reply list = someone_.get("/v1/sessions");
  ASSERT_EQ(list.at("/items").as_array().size(), 2U);
  EXPECT_EQ(list.text("/items/0/device"), "Field Phone 3");
  EXPECT_FALSE(list.at("/items/0/current").as_bool());
  EXPECT_TRUE(list.at("/items/1/current").as_bool());
  EXPECT_THAT(list.body, Not(HasSubstr(someone_.token())));
  const std::string id = list.text("/items/0/id");
  expect_problem(stranger().remove("/v1/sessions/" + id), 404);
  expect_problem(someone_.remove("/v1/sessions/" + id.substr(0, 4)), 404);
  EXPECT_EQ(someone_.remove("/v1/sessions/" + id).status, 204U);
  EXPECT_EQ(phone.get("/v1/me").status, 401U);
  EXPECT_EQ(someone_.get("/v1/sessions").at("/items").as_array().size(), 1U);
}

TEST_F(AccountSettings, AWebhookIsTriedOnlySoOften) {
  const Reply made =
      someone_.post("/v1/me/webhooks", {{"url", "https://hooks.invalid/x"}, {"kinds", boost::json::array{"comment"}}});
  const std::string path = "/v1/me/webhooks/" + made.text("/webhook/id") + "/test";
  for (int i = 0; i < 60; ++i) ASSERT_EQ(someone_.post(path).status, 202U);
  const Reply refused = someone_.post(path);
  EXPECT_EQ(refused.status, 429U);
  EXPECT_NE(refused.headers.get("Retry-After"), "");
}

TEST_F(AccountSettings, ATokenDoesWhatItsScopeSays) {
  const std::string dog = scene().make_dog(someone_, "owner");
  const auto client = [&](const char* scope) {
    return Client(anybody().port(), someone_.post("/v1/me/tokens", {{"name", "x"}, {"scope", scope}}).text("/token"));
  };
  const Client reader = client("read");
  const Client writer = client("write");
  for (const Client& one : {reader, writer}) {
    EXPECT_EQ(one.get(records_path(dog)).status, 200U);
    EXPECT_EQ(one.get("/v1/me").status, 200U);
    for (const char* path : {"/v1/sessions", "/v1/me/tokens"}) EXPECT_EQ(one.get(path).status, 403U) << path;
    EXPECT_EQ(one.post("/v1/me/tokens", {{"name", "more"}}).status, 403U);
    EXPECT_EQ(one.patch("/v1/me", {{"name", "Eve"}}).status, 403U);
    EXPECT_EQ(one.put("/v1/me/password", {{"current", kPassword}, {"password", kNew}}).status, 403U);
    EXPECT_EQ(one.remove("/v1/sessions").status, 403U);
  }
  EXPECT_EQ(reader.put(record_path(dog, new_id()), note("x")).status, 403U);
  EXPECT_EQ(reader.post("/v1/sync").status, 403U);
  EXPECT_EQ(writer.put(record_path(dog, new_id()), note("x")).status, 201U);
}

// What a token may make ends with it.
TEST_F(AccountSettings, ATokenMakesNoAccessThatOutlivesIt) {
  const std::string dog = scene().make_dog(someone_, "owner");
  const std::string school = someone_.post("/v1/organizations", {{"name", "School"}}).text("/id");
  const std::string record = write(someone_, dog, note("x"));
  const Client script(anybody().port(),
                      someone_.post("/v1/me/tokens", {{"name", "x"}, {"scope", "write"}}).text("/token"));
  const std::string path = dog_path(dog);
  EXPECT_EQ(script.post("/v1/me/calendar-feed").status, 403U);
  EXPECT_EQ(script.remove("/v1/me/calendar-feed").status, 403U);
  EXPECT_EQ(script.get("/v1/me/calendar-feed").status, 403U);
  EXPECT_EQ(script.get("/v1/me/feeds").status, 403U);
  EXPECT_EQ(script.post(path + "/share-links", {{"recordId", record}}).status, 403U);
  EXPECT_EQ(script.post(path + "/invitations", {{"role", "owner"}}).status, 403U);
  EXPECT_EQ(script.post(path + "/circle", {{"role", "walker"}, {"organizationId", school}}).status, 403U);
  EXPECT_EQ(script.patch(path + "/circle/" + someone_.id, {{"role", "trainer"}}).status, 403U);
  EXPECT_EQ(script.post("/v1/invitations/" + new_id() + "/accept").status, 403U);
  EXPECT_EQ(script.post("/v1/organizations/" + school + "/invitations", {{"role", "admin"}}).status, 403U);
  EXPECT_EQ(script.patch("/v1/organizations/" + school + "/members/" + someone_.id, {{"role", "walker"}}).status, 403U);
  EXPECT_EQ(script.post("/v1/organization-invitations/" + new_id() + "/accept").status, 403U);
  EXPECT_EQ(script.post("/v1/me/push-subscriptions").status, 403U);
  EXPECT_EQ(script.post("/v1/me/webhooks").status, 403U);
  EXPECT_EQ(script.post("/v1/me/passkeys/begin").status, 403U);
  EXPECT_EQ(script.get("/v1/account/export").status, 403U);
  EXPECT_EQ(script.get(path + "/circle").status, 200U);
}

TEST_F(AccountSettings, FeedsAreListedAndEndWithAPasswordChangeOnRequest) {
  EXPECT_TRUE(someone_.get("/v1/me/feeds").at("/items").as_array().empty());
  const auto feed = [&] {
    const std::string url = someone_.post("/v1/me/calendar-feed").text("/url");
    return url.substr(url.find("/v1/"));
  };
  const std::string first = feed();
  const Reply list = someone_.get("/v1/me/feeds");
  EXPECT_EQ(list.text("/items/0/kind"), "calendar");
  EXPECT_FALSE(list.text("/items/0/createdAt").empty());
  EXPECT_EQ(someone_.put("/v1/me/password", {{"current", kPassword}, {"password", kNew}}).status, 204U);
  EXPECT_EQ(anybody().get(first).status, 200U);
  const boost::json::object change{{"current", kNew}, {"password", kPassword}, {"endFeeds", true}};
  EXPECT_EQ(someone_.put("/v1/me/password", change).status, 204U);
  EXPECT_EQ(anybody().get(first).status, 404U);
}

// Names go into lists, mails and file names.
TEST_F(AccountSettings, NamesAreOneLineEverywhere) {
  const std::string dog = scene().make_dog(someone_, "owner");
  for (const std::string bad : {"a\nb", "a\rb", "a\tb", "a\u0085b", "a\u2028b", "a\u202eb", "a\x7f"}) {
    const std::vector<Wrong> wrong{{"name", "singleLine"}};
    expect_problem(
        anybody().post("/v1/accounts", {{"email", new_id() + "@example.org"}, {"password", kPassword}, {"name", bad}}),
        422, wrong);
    expect_problem(someone_.patch("/v1/me", {{"name", bad}}), 422, wrong);
    expect_problem(someone_.post("/v1/dogs", {{"name", bad}, {"role", "owner"}}), 422, wrong);
    expect_problem(someone_.patch(dog_path(dog), {{"name", bad}}), 422, wrong);
    expect_problem(someone_.post("/v1/organizations", {{"name", bad}}), 422, wrong);
    expect_problem(someone_.post("/v1/me/tokens", {{"name", bad}}), 422, wrong);
    expect_problem(someone_.patch("/v1/me/passkeys/" + new_id(), {{"name", bad}}), 422, wrong);
    expect_problem(someone_.put(record_path(dog, new_id()), target(bad)), 422, wrong);
    expect_problem(someone_.put(record_path(dog, new_id()), note("x", {{"tags", boost::json::array{bad}}})), 422,
                   {{"tags[0]", "singleLine"}});
  }
  EXPECT_EQ(someone_.put(record_path(dog, new_id()), note("two\nlines")).status, 201U);
}

TEST_F(AccountSettings, ATokenIsShownOnceAndEndsInTime) {
  const Reply made = someone_.post("/v1/me/tokens", {{"name", "calendar sync"}});
  const Client script(anybody().port(), made.text("/token"));
  const Reply list = someone_.get("/v1/me/tokens");
  EXPECT_EQ(list.text("/items/0/name"), "calendar sync");
  EXPECT_EQ(list.text("/items/0/scope"), "read");
  EXPECT_THAT(list.body, Not(HasSubstr(made.text("/token"))));
  expect_problem(stranger().remove("/v1/me/tokens/" + made.text("/id")), 404);
  EXPECT_EQ(someone_.remove("/v1/me/tokens/" + made.text("/id")).status, 204U);
  EXPECT_EQ(script.get("/v1/dogs").status, 401U);
  expect_problem(someone_.post("/v1/me/tokens", {{"name", "x"}, {"expiresAt", "2020-01-01T00:00:00Z"}}), 422,
                 {{"expiresAt", "range"}});
  expect_problem(someone_.post("/v1/me/tokens", {{"name", "x"}, {"scope", "session"}}), 422, {{"scope", "enum"}});
}

TEST_F(AccountSettings, ASecondFactorIsAskedForOnceItWasShownToWork) {
  expect_problem(someone_.post("/v1/me/second-factor", {{"password", "not this"}}), 422, {{"password", "wrong"}});
  const Reply begun = someone_.post("/v1/me/second-factor", {{"password", kPassword}});
  const std::string secret = begun.text("/secret");
  EXPECT_THAT(begun.text("/url"), HasSubstr("secret=" + secret));
  EXPECT_EQ(sign_in(kPassword).status, 201U);
  expect_problem(someone_.post("/v1/me/second-factor/confirm", {{"code", "000000"}}), 422, {{"code", "wrong"}});
  const Reply codes = someone_.post("/v1/me/second-factor/confirm", {{"code", code_of(secret)}});
  ASSERT_EQ(codes.at("/codes").as_array().size(), 10U) << codes.body;
  EXPECT_TRUE(someone_.get("/v1/me").at("/secondFactor").as_bool());

  expect_problem(sign_in(kPassword), 401, {{"code", "required"}});
  expect_problem(sign_in("not this"), 401);
  scene().registry.advance(std::chrono::seconds(60));
  const std::string code = code_of(secret);
  EXPECT_EQ(sign_in(kPassword, {{"code", code}}).status, 201U);
  expect_problem(sign_in(kPassword, {{"code", code}}), 401, {{"code", "wrong"}});

  const std::string recovery = codes.text("/codes/3");
  EXPECT_EQ(sign_in(kPassword, {{"code", recovery}}).status, 201U);
  expect_problem(sign_in(kPassword, {{"code", recovery}}), 401, {{"code", "wrong"}});

  static_cast<void>(scene().registry.mail_to(someone_.email, "A second factor was turned on"));
}

// Whoever knows the password alone is whom it is to keep out.
TEST_F(AccountSettings, ASecondFactorIsTurnedOffByItsCodeOnly) {
  const std::string secret = someone_.post("/v1/me/second-factor", {{"password", kPassword}}).text("/secret");
  ASSERT_EQ(someone_.post("/v1/me/second-factor/confirm", {{"code", code_of(secret)}}).status, 200U);
  const auto remove = [&](const boost::json::object& proof) {
    return someone_.post("/v1/me/second-factor/remove", proof);
  };
  expect_problem(remove({}), 422, {{"password", "required"}});
  expect_problem(remove({{"password", "x"}}), 422, {{"password", "wrong"}});
  expect_problem(remove({{"password", kPassword}}), 422, {{"code", "required"}});
  expect_problem(remove({{"password", kPassword}, {"code", "000000"}}), 422, {{"code", "wrong"}});
  EXPECT_TRUE(someone_.get("/v1/me").at("/secondFactor").as_bool());

  scene().registry.advance(std::chrono::seconds(60));
  EXPECT_EQ(remove({{"password", kPassword}, {"code", code_of(secret)}}).status, 204U);
  EXPECT_EQ(sign_in(kPassword).status, 201U);
  static_cast<void>(scene().registry.mail_to(someone_.email, "Your second factor was turned off"));
}

}  // namespace
}  // namespace doggy::testing
