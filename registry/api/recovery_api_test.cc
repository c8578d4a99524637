// Mailed links: for the right person, once, and without telling who has an account.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kNewPassword = "a walk along the river";

class RecoveryApi : public ApiTest {
 protected:
  Person someone_ = Person::sign_up(anybody().port(), "Rosa");

  [[nodiscard]] std::string mail() const { return scene().registry.mail_to(someone_.email); }
  [[nodiscard]] std::string reset_token() const {
    EXPECT_EQ(anybody().post("/v1/password-resets", {{"email", someone_.email}}).status, 204U);
    std::string text = mail();
    while (text.find("Choose a new password") == std::string::npos) text = mail();
    return token_in(text, "reset-password");
  }
  [[nodiscard]] Reply redeem(const std::string& token, std::string_view password = kNewPassword) const {
    return anybody().post("/v1/password-resets/redeem", {{"token", token}, {"password", password}});
  }
  [[nodiscard]] unsigned sign_in(std::string_view password) const {
    return anybody().post("/v1/sessions", {{"email", someone_.email}, {"password", password}}).status;
  }
};

TEST_F(RecoveryApi, ANewPasswordEndsWhateverTheOldOneOpened) {
  const Reply api_token = someone_.post("/v1/me/tokens", {{"name", "script"}});
  const std::string token = reset_token();
  EXPECT_EQ(redeem(token).status, 204U);
  EXPECT_EQ(sign_in(kPassword), 401U);
  EXPECT_EQ(sign_in(kNewPassword), 201U);
  EXPECT_EQ(someone_.get("/v1/me").status, 401U);
  EXPECT_EQ(Client(anybody().port(), api_token.text("/token")).get("/v1/dogs").status, 401U);
  expect_problem(redeem(token, "another walk in the rain"), 410);
  EXPECT_EQ(sign_in(kNewPassword), 201U);
}

TEST_F(RecoveryApi, ANewPasswordEndsTheFeeds) {
  const std::string url = someone_.post("/v1/me/calendar-feed").text("/url");
  const std::string feed = url.substr(url.find("/v1/"));
  EXPECT_EQ(anybody().get(feed).status, 200U);
  EXPECT_EQ(redeem(reset_token()).status, 204U);
  EXPECT_EQ(anybody().get(feed).status, 404U);
}

// A stranger's words go to nobody under the name of this server, and a name makes no link.
TEST_F(RecoveryApi, AMailNamesNobodyWhoseAddressIsNotVerified) {
  const std::string verification = mail();
  EXPECT_THAT(verification, HasSubstr("Hello,"));
  ASSERT_EQ(someone_.patch("/v1/me", {{"name", "Rosa \"at\" https://evil.example"}}).status, 200U);
  const std::string dog = someone_.post("/v1/dogs", {{"name", "Sirius"}, {"role", "owner"}}).text("/id");
  const std::string school = someone_.post("/v1/organizations", {{"name", "School"}}).text("/id");
  const auto invited = [&](const std::string& path) {
    const std::string guest = new_id() + "@example.org";
    EXPECT_EQ(someone_.post(path, {{"role", "walker"}, {"email", guest}}).status, 201U);
    return scene().registry.mail_to(guest);
  };
  for (const std::string& path : {dog_path(dog) + "/invitations", "/v1/organizations/" + school + "/invitations"}) {
    const std::string text = invited(path);
    EXPECT_THAT(text, HasSubstr("Somebody invites you"));
    EXPECT_THAT(text, Not(HasSubstr("Rosa")));
  }
  const boost::json::object link{{"token", token_in(verification, "verify-email")}};
  ASSERT_EQ(anybody().post("/v1/email-verifications/redeem", link).status, 204U);
  for (const std::string& path : {dog_path(dog) + "/invitations", "/v1/organizations/" + school + "/invitations"})
    EXPECT_THAT(invited(path), HasSubstr("\"Rosa 'at' https: / / evil. example\" invites you"));
}

TEST_F(RecoveryApi, ALinkIsForAnHour) {
  const std::string token = reset_token();
  scene().registry.advance(std::chrono::minutes(61));
  expect_problem(redeem(token), 410);
  expect_problem(redeem("nonsense"), 410);
  EXPECT_EQ(sign_in(kPassword), 201U);
}

TEST_F(RecoveryApi, AWeakPasswordLeavesTheLinkGood) {
  const std::string token = reset_token();
  expect_problem(redeem(token, "password1"), 422, {{"password", "common"}});
  expect_problem(redeem(token, someone_.email), 422, {{"password", "personal"}});
  expect_problem(redeem(token, "short"), 422, {{"password", "minLength"}});
  EXPECT_EQ(redeem(token).status, 204U);
}

TEST_F(RecoveryApi, NobodyLearnsWhoHasAnAccount) {
  const Reply known = anybody().post("/v1/password-resets", {{"email", someone_.email}});
  const Reply unknown = anybody().post("/v1/password-resets", {{"email", new_id() + "@example.org"}});
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(known.body, unknown.body);
  // Not even when so many were asked for that no more are mailed.
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(anybody().post("/v1/password-resets", {{"email", someone_.email}}).status, 204U);
}

TEST_F(RecoveryApi, SigningUpMailsALinkThatVerifiesTheAddress) {
  const std::string text = mail();
  EXPECT_THAT(text, HasSubstr("Subject: Confirm your email address"));
  EXPECT_FALSE(someone_.get("/v1/me").at("/emailVerified").as_bool());
  const boost::json::object body{{"token", token_in(text, "verify-email")}};
  EXPECT_EQ(anybody().post("/v1/email-verifications/redeem", body).status, 204U);
  EXPECT_TRUE(someone_.get("/v1/me").at("/emailVerified").as_bool());
  expect_problem(anybody().post("/v1/email-verifications/redeem", body), 410);
  expect_problem(someone_.post("/v1/email-verifications"), 409);
}

TEST_F(RecoveryApi, AnOldLinkDoesNotVerifyANewAddress) {
  const std::string old = token_in(mail(), "verify-email");
  const std::string moved = new_id() + "@example.org";
  expect_problem(someone_.patch("/v1/me", {{"email", moved}}), 422, {{"password", "required"}});
  expect_problem(someone_.patch("/v1/me", {{"email", moved}, {"password", "not this"}}), 422, {{"password", "wrong"}});
  expect_problem(someone_.patch("/v1/me", {{"email", trainer().email}, {"password", kPassword}}), 409,
                 {{"email", "unique"}});
  const Reply changed = someone_.patch("/v1/me", {{"email", moved}, {"password", kPassword}});
  EXPECT_EQ(changed.text("/email"), moved);
  expect_problem(anybody().post("/v1/email-verifications/redeem", {{"token", old}}), 410);
  const boost::json::object body{{"token", token_in(scene().registry.mail_to(moved), "verify-email")}};
  EXPECT_EQ(anybody().post("/v1/email-verifications/redeem", body).status, 204U);
  // The old address is free again, and was told.
  std::string told = mail();
  while (told.find("email address was changed") == std::string::npos) told = mail();
  EXPECT_EQ(
      anybody().post("/v1/accounts", {{"email", someone_.email}, {"password", kPassword}, {"name", "New"}}).status,
      201U);
}

TEST_F(RecoveryApi, AnInvitationIsMailedWithoutTheDogsName) {
  const std::string dog = someone_.post("/v1/dogs", {{"name", "Sirius"}, {"role", "owner"}}).text("/id");
  const std::string guest = new_id() + "@example.org";
  const Reply invitation = someone_.post(dog_path(dog) + "/invitations", {{"role", "walker"}, {"email", guest}});
  const std::string text = scene().registry.mail_to(guest);
  EXPECT_THAT(text, HasSubstr("Somebody invites you"));
  EXPECT_THAT(text, Not(HasSubstr("Rosa")));
  EXPECT_THAT(text, Not(HasSubstr("Sirius")));
  expect_problem(someone_.post(dog_path(dog) + "/invitations", {{"role", "walker"}, {"email", "a@b.c\r\nBcc: x@y.z"}}),
                 422, {{"email", "format"}});
  // Nobody fills other people's mailboxes; a link is still to be had.
  unsigned status = 0;
  for (int i = 0; i < 50; ++i)
    status = someone_.post(dog_path(dog) + "/invitations", {{"role", "walker"}, {"email", guest}}).status;
  EXPECT_EQ(status, 429U);
  EXPECT_EQ(someone_.post(dog_path(dog) + "/invitations", {{"role", "walker"}}).status, 201U);
}

}  // namespace
}  // namespace doggy::testing
