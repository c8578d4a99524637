#include "registry/api/accounts_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "platform/observe/log.h"
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using std::chrono::days;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AccountsApi : public ApiTest {};

TEST_F(AccountsApi, SigningUpAnswersTheAccountWithoutThePassword) {
  const std::string email = new_id() + "@Example.org";
  const Reply reply = anybody().post("/v1/accounts", {{"email", email}, {"password", kPassword}, {"name", "Zoë 🐕"}});
  EXPECT_EQ(reply.status, 201u);
  EXPECT_EQ(reply.text("/email"), email);
  EXPECT_EQ(reply.text("/name"), "Zoë 🐕");
  EXPECT_FALSE(reply.text("/id").empty());
  EXPECT_THAT(reply.body, AllOf(Not(HasSubstr("argon2")), Not(HasSubstr("assword"))));
}

TEST_F(AccountsApi, AnEmailHasOneAccountWhateverItsCase) {
  std::string shouted = trainer().email;
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  const Reply reply =
      anybody().post("/v1/accounts", {{"email", shouted}, {"password", "another long one"}, {"name", "X"}});
  expect_problem(reply, 409, {{"email", "unique"}});
  const Reply session = anybody().post("/v1/sessions", {{"email", shouted}, {"password", kPassword}});
  EXPECT_EQ(session.text("/account/id"), trainer().id);
}

TEST_F(AccountsApi, SigningInAnswersTokenAndCookie) {
  const Reply reply = anybody().post("/v1/sessions", {{"email", trainer().email}, {"password", kPassword}});
  EXPECT_EQ(reply.status, 201u);
  EXPECT_EQ(reply.text("/account/name"), "Tina");
  EXPECT_THAT(reply.text("/expiresAt"), HasSubstr("2026-12-23T10:00:"));
  EXPECT_EQ(reply.headers.get("Set-Cookie"),
            "doggy_session=" + reply.text("/token") + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000");
  const Client by_cookie(anybody().port());
  const Reply me = by_cookie.get("/v1/me", {{"Cookie", "theme=dark; doggy_session=" + reply.text("/token")}});
  EXPECT_EQ(me.text("/id"), trainer().id);
  EXPECT_EQ(me.text("/email"), trainer().email);
}

TEST_F(AccountsApi, TheCookieIsSecureBehindHttps) {
  RunningRegistry registry({.public_url = "https://doggy.example"});
  const Person person = Person::sign_up(registry.port(), "Pia");
  const Client client(registry.port());
  const Reply reply = client.post("/v1/sessions", {{"email", person.email}, {"password", kPassword}});
  EXPECT_THAT(std::string(reply.headers.get("Set-Cookie")), HasSubstr("; Secure"));
  EXPECT_THAT(std::string(reply.headers.get("Set-Cookie")), ::testing::StartsWith("__Host-doggy_session="));
  const Client by_cookie(registry.port());
  EXPECT_EQ(by_cookie.get("/v1/me", {{"Cookie", "__Host-doggy_session=" + reply.text("/token")}}).status, 200U);
  // One that another host of the same domain could have set is none.
  EXPECT_EQ(by_cookie.get("/v1/me", {{"Cookie", "doggy_session=" + reply.text("/token")}}).status, 401U);
}

TEST_F(AccountsApi, WrongPasswordAndUnknownEmailAreToldApartByNobody) {
  const Reply wrong = anybody().post("/v1/sessions", {{"email", trainer().email}, {"password", "wrong password"}});
  const Reply unknown = anybody().post("/v1/sessions", {{"email", "nobody@example.org"}, {"password", kPassword}});
  expect_problem(wrong, 401);
  expect_problem(unknown, 401);
  EXPECT_EQ(wrong.text("/detail"), unknown.text("/detail"));
  EXPECT_FALSE(wrong.headers.has("Set-Cookie"));
}

// Session fixation: a token that was there before is neither taken nor made one's own.
TEST_F(AccountsApi, SigningInGivesATokenThatNobodyKnewBefore) {
  const std::string planted = "a-token-that-somebody-else-has-put-there-1234";
  const HeaderList with_cookie{{"Cookie", "doggy_session=" + planted}, {"Sec-Fetch-Site", "same-origin"}};
  const boost::json::object right{{"email", trainer().email}, {"password", kPassword}};
  const Reply first = anybody().post("/v1/sessions", right, with_cookie);
  const Reply second = anybody().post("/v1/sessions", right, with_cookie);
  ASSERT_EQ(first.status, 201U) << first.body;
  EXPECT_NE(first.text("/token"), planted);
  EXPECT_NE(first.text("/token"), second.text("/token"));
  EXPECT_EQ(anybody().get("/v1/me", with_cookie).status, 401U);
}

// Mass assignment: what only the server says of an account cannot be sent with it.
TEST_F(AccountsApi, SigningUpTakesNothingMoreThanItSays) {
  for (const char* field : {"id", "emailVerified", "secondFactor", "createdAt", "passwordHash", "recoveryCodes"}) {
    boost::json::object body{{"email", new_id() + "@example.org"}, {"password", kPassword}, {"name", "Eve"}};
    body[field] = true;
    expect_problem(anybody().post("/v1/accounts", body), 422, {{field, "unknown"}});
  }
}

TEST_F(AccountsApi, SigningOutEndsThisSessionAlone) {
  const Person phone = trainer().elsewhere();
  const Reply reply = phone.remove("/v1/sessions/current");
  EXPECT_EQ(reply.status, 204u);
  EXPECT_THAT(std::string(reply.headers.get("Set-Cookie")),
              AllOf(HasSubstr("doggy_session=;"), HasSubstr("Max-Age=0")));
  expect_problem(phone.get("/v1/me"), 401);
  EXPECT_EQ(trainer().get("/v1/me").status, 200u);
}

TEST_F(AccountsApi, SigningOutEverywhereEndsAllSessionsOfThatPerson) {
  const Person person = Person::sign_up(anybody().port(), "Eva");
  std::vector<Person> devices;
  for (int i = 0; i < 13; ++i) devices.push_back(person.elsewhere());  // More than one commit takes.
  EXPECT_EQ(person.remove("/v1/sessions").status, 204u);
  expect_problem(person.get("/v1/me"), 401);
  for (const Person& device : devices) EXPECT_EQ(device.get("/v1/me").status, 401u);
  EXPECT_EQ(trainer().get("/v1/me").status, 200u);
  EXPECT_EQ(person.elsewhere().get("/v1/me").status, 200u);
}

TEST_F(AccountsApi, WhoeverIsNotSignedInIsToldSo) {
  const std::string no_such_token(43, 'A');
  for (const HeaderList& headers :
       {HeaderList{}, HeaderList{{"Authorization", "Bearer " + no_such_token}},
        HeaderList{{"Authorization", "Bearer "}}, HeaderList{{"Authorization", "Basic dGluYTpwYXNz"}},
        HeaderList{{"Cookie", "doggy_session=" + no_such_token}}}) {
    const Reply reply = anybody().get("/v1/me", headers);
    expect_problem(reply, 401);
    EXPECT_EQ(reply.headers.get("WWW-Authenticate"), "Bearer");
  }
}

TEST_F(AccountsApi, ASessionEnds) {
  Scene later;
  later.registry.advance(days(29));
  EXPECT_EQ(later.trainer.get("/v1/me").status, 200u);
  later.registry.advance(days(2));
  expect_problem(later.trainer.get("/v1/me"), 401);
  const std::string dog = "/v1/dogs";
  expect_problem(later.trainer.post(dog, {{"name", "Balu"}, {"role", "trainer"}}), 401);
  EXPECT_EQ(later.trainer.elsewhere().get(dog).body, R"({"items":[]})");
}

TEST_F(AccountsApi, GuessingIsThrottledForAWhile) {
  Scene guessed;
  const auto guess = [&](std::string_view password) {
    return guessed.anybody.post("/v1/sessions", {{"email", guessed.owner.email}, {"password", password}});
  };
  for (int i = 0; i < 10; ++i) EXPECT_EQ(guess("wrong password").status, 401u);
  const Reply stopped = guess(kPassword);
  expect_problem(stopped, 429);
  const int seconds = std::stoi(std::string(stopped.headers.get("Retry-After")));
  EXPECT_GT(seconds, 0);
  EXPECT_EQ(guessed.trainer.elsewhere().get("/v1/me").status, 200u);  // Others are not locked out.
  guessed.registry.advance(std::chrono::seconds(seconds));
  EXPECT_EQ(guess(kPassword).status, 201u);
}

TEST_F(AccountsApi, BeingRightForgetsEarlierMistakes) {
  const Person person = Person::sign_up(anybody().port(), "Theo");
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 9; ++i)
      EXPECT_EQ(anybody().post("/v1/sessions", {{"email", person.email}, {"password", "wrong password"}}).status, 401u);
    EXPECT_EQ(person.elsewhere().get("/v1/me").status, 200u);
  }
}

// What a browser says of where a request comes from, and whether it may change something with the cookie alone.
struct Origin {
  std::string name;
  HeaderList headers;
  bool allowed;
};

class Forgery : public ApiTest, public ::testing::WithParamInterface<Origin> {};

TEST_P(Forgery, NeedsTheCookieToBeSentByOurOwnPage) {
  HeaderList headers = GetParam().headers;
  for (auto& [name, value] : headers)
    if (value == "OURS") value = "http://localhost";  // What the client sends as Host.
  HeaderList with_cookie = headers;
  with_cookie.emplace_back("Cookie", "doggy_session=" + trainer().token());
  const boost::json::object dog{{"name", "Balu"}, {"role", "trainer"}};
  const std::string before = position_of(trainer());

  const Reply by_cookie = anybody().post("/v1/dogs", dog, with_cookie);
  if (GetParam().allowed) {
    EXPECT_EQ(by_cookie.status, 201u);
  } else {
    expect_problem(by_cookie, 403);
    EXPECT_EQ(position_of(trainer()), before);
  }
  // Reading changes nothing, and a bearer token is nothing that a browser adds by itself.
  EXPECT_EQ(anybody().get("/v1/me", with_cookie).status, 200u);
  EXPECT_EQ(trainer().post("/v1/dogs", dog, headers).status, 201u);
}

INSTANTIATE_TEST_SUITE_P(
    Origins, Forgery,
    ::testing::Values(Origin{"SameOrigin", {{"Sec-Fetch-Site", "same-origin"}}, true},
                      Origin{"TypedByThePerson", {{"Sec-Fetch-Site", "none"}}, true},
                      Origin{"OwnOrigin", {{"Origin", "OURS"}}, true},
                      Origin{"CrossSite", {{"Sec-Fetch-Site", "cross-site"}}, false},
                      Origin{"SameSiteOnly", {{"Sec-Fetch-Site", "same-site"}}, false},
                      Origin{"CrossSiteWithOwnOrigin", {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "OURS"}}, false},
                      Origin{"ForeignOrigin", {{"Origin", "https://evil.example"}}, false},
                      Origin{"OriginOfAnotherScheme", {{"Origin", "https://localhost"}}, false},
                      Origin{"OriginThatBeginsLikeOurs", {{"Origin", "http://localhost.evil.example"}}, false},
                      Origin{"OpaqueOrigin", {{"Origin", "null"}}, false}, Origin{"NothingSaid", {}, false}),
    [](const auto& tested) { return tested.param.name; });

// Whoever is between could answer for http://, and let the browser send the cookie of the page that https:// protects.
TEST_F(AccountsApi, BehindHttpsThePlainOriginOfTheSameHostIsAnotherSite) {
  RunningRegistry registry({.public_url = "https://localhost"});
  const Person person = Person::sign_up(registry.port(), "Pia");
  const auto make_dog = [&](const std::string& origin) {
    return Client(registry.port())
        .post("/v1/dogs", {{"name", "Balu"}, {"role", "trainer"}},
              {{"Cookie", "__Host-doggy_session=" + person.token()}, {"Origin", origin}})
        .status;
  };
  EXPECT_EQ(make_dog("http://localhost"), 403u);
  EXPECT_EQ(make_dog("ftp://localhost"), 403u);
  EXPECT_EQ(make_dog("https://localhost"), 201u);
}

TEST_F(AccountsApi, AForeignPageCannotSignSomebodyIn) {
  expect_problem(anybody().post("/v1/sessions", {{"email", trainer().email}, {"password", kPassword}},
                                {{"Origin", "https://evil.example"}}),
                 403);
}

// No scene: it must see the log of all its registry does.
TEST(Logs, TellNoSecrets) {
  observe::stop_log();
  observe::start_log(observe::Level::kDebug);
  ::testing::internal::CaptureStderr();
  std::vector<std::string> secrets{std::string(kPassword), "another secret", "dear diary"};
  {
    Scene scene;
    const std::string dog_id = scene.make_dog(scene.trainer);
    const Reply invitation = scene.trainer.post(dog_path(dog_id) + "/invitations", {{"role", "walker"}});
    const std::string link = "/v1/invitations/" + invitation.text("/token");
    EXPECT_EQ(scene.anybody.get(link).status, 200u);
    EXPECT_EQ(scene.anybody.get("/invitations/" + invitation.text("/token")).status, 404u);
    EXPECT_EQ(scene.walker.post(link + "/accept").status, 200u);
    EXPECT_EQ(scene.walker.post(link + "/accept?token=" + scene.walker.token()).status, 200u);
    EXPECT_EQ(scene.anybody.post("/v1/sessions", {{"email", scene.owner.email}, {"password", "another secret"}}).status,
              401u);
    EXPECT_EQ(scene.anybody.get("/v1/me", {{"Cookie", "doggy_session=" + scene.owner.token()}}).status, 200u);
    static_cast<void>(write(scene.trainer, dog_id, note("dear diary")));
    secrets.insert(secrets.end(), {invitation.text("/token"), scene.walker.token(), scene.owner.token(),
                                   scene.trainer.token(), scene.owner.email});
  }
  observe::stop_log();
  const std::string log = ::testing::internal::GetCapturedStderr();
  observe::start_log(observe::Level::kError);
  EXPECT_THAT(log, HasSubstr("/v1/invitations/{token}/accept"));
  for (const std::string& secret : secrets) EXPECT_THAT(log, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace doggy::testing
