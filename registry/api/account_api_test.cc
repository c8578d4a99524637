#include "registry/api/account_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <boost/json/serialize.hpp>
#include <memory>
#include <stdexcept>
#include <thread>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What the archive holds under that name.
std::string file_in(const std::string& archive, const std::string& name) {
  zip_error_t error;
  const std::unique_ptr<zip_t, decltype(&zip_discard)> opened(
      zip_open_from_source(zip_source_buffer_create(archive.data(), archive.size(), 0, &error), ZIP_RDONLY, &error),
      zip_discard);
  zip_stat_t about;
  if (opened == nullptr || zip_stat(opened.get(), name.c_str(), 0, &about) != 0)
    throw std::runtime_error("no " + name + " in the archive");
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen(opened.get(), name.c_str(), 0), zip_fclose);
  std::string content(about.size, '\0');
  zip_fread(file.get(), content.data(), content.size());
  return content;
}

class AccountApi : public ApiTest {
 protected:
  [[nodiscard]] Reply erase(bool delete_dogs = false, std::string_view password = kPassword) const {
    return someone_.send(
        "DELETE", "/v1/account", {{"Content-Type", "application/json"}},
        boost::json::serialize(boost::json::object{{"password", password}, {"deleteDogs", delete_dogs}}));
  }

  Person someone_ = Person::sign_up(anybody().port(), "Rosa-Unmistakable");
};

TEST_F(AccountApi, TakesEverythingAlong) {
  const std::string dog = scene().make_dog(someone_, "owner");
  static_cast<void>(write(someone_, dog, note("calm past the joggers")));
  const std::string left = scene().make_dog(trainer());
  scene().join(left, trainer(), someone_, "walker");
  static_cast<void>(write(someone_, left, note("what I saw")));
  ASSERT_EQ(someone_.remove(dog_path(left) + "/circle/" + someone_.id).status, 204U);

  const Reply file = someone_.get("/v1/account/export");
  ASSERT_EQ(file.status, 200U) << file.body;
  EXPECT_EQ(file.headers.get("Content-Type"), "application/zip");
  EXPECT_EQ(file.body.substr(0, 2), "PK");
  for (const std::string& name : {std::string("account.json"), std::string("sessions.json"), std::string("tokens.json"),
                                  std::string("passkeys.json"), std::string("activity.json"), std::string("dogs.json"),
                                  "dogs/" + dog + "/dossier.json", std::string("records-elsewhere.json")})
    EXPECT_THAT(file.body, HasSubstr(name));
  EXPECT_EQ(someone_.get(dog_path(dog) + "/audit/access").text("/items/0/action"), "exported");
  EXPECT_EQ(someone_.get("/v1/me/activity").text("/items/0/kind"), "exported");
}

// What others made of a plan after somebody left is not theirs to take along.
TEST_F(AccountApi, TakesWhatTheyWroteThemselvesFromDogsTheyLeft) {
  const std::string dog = scene().make_dog(trainer());
  scene().join(dog, trainer(), someone_, "trainer");
  const std::string plan = write(someone_, dog, target("Loose leash"));
  ASSERT_EQ(someone_.patch(record_path(dog, plan), {{"name", "Loose leash in town"}}).status, 200U);
  static_cast<void>(write(someone_, dog, note("what I saw")));
  const std::string others = write(trainer(), dog, target("Not hers at all"));
  ASSERT_EQ(someone_.patch(record_path(dog, others), {{"name", "Not hers alone"}}).status, 200U);
  ASSERT_EQ(someone_.remove(dog_path(dog) + "/circle/" + someone_.id).status, 204U);
  ASSERT_EQ(trainer().patch(record_path(dog, plan), {{"name", "Written after she left"}}).status, 200U);

  const auto elsewhere = [&] { return file_in(someone_.get("/v1/account/export").body, "records-elsewhere.json"); };
  const std::string taken = elsewhere();
  EXPECT_THAT(taken, HasSubstr("Loose leash in town"));
  EXPECT_THAT(taken, HasSubstr("what I saw"));
  EXPECT_THAT(taken, Not(HasSubstr("Written after she left")));
  EXPECT_THAT(taken, Not(HasSubstr("Not hers")));

  // With a place there again, the dog's own file has all that they may see, and nothing else has any of it.
  scene().join(dog, trainer(), someone_, "walker");
  EXPECT_EQ(elsewhere(), "[]\n");
}

TEST_F(AccountApi, IsErasedForAFreshProofOnly) {
  expect_problem(erase(false, "not this"), 422, {{"password", "wrong"}});
  expect_problem(someone_.send("DELETE", "/v1/account", {{"Content-Type", "application/json"}}, "{}"), 422,
                 {{"password", "required"}});
  EXPECT_EQ(someone_.get("/v1/me").status, 200U);

  const Person elsewhere = someone_.elsewhere();
  const Reply done = erase();
  ASSERT_EQ(done.status, 204U) << done.body;
  EXPECT_THAT(std::string(done.headers.get("Set-Cookie")), HasSubstr("Max-Age=0"));
  for (const Client& one : {static_cast<const Client&>(someone_), static_cast<const Client&>(elsewhere)})
    EXPECT_EQ(one.get("/v1/me").status, 401U);
  expect_problem(anybody().post("/v1/sessions", {{"email", someone_.email}, {"password", kPassword}}), 401);
  static_cast<void>(scene().registry.mail_to(someone_.email, "Your account was erased"));
  EXPECT_EQ(anybody()
                .post("/v1/accounts", {{"email", someone_.email}, {"password", kPassword}, {"name", "Rosa again"}})
                .status,
            201U);
}

TEST_F(AccountApi, LeavesWhatOthersKeepWithoutTheName) {
  const std::string dog = scene().make_dog(owner(), "owner");
  scene().join(dog, owner(), someone_, "trainer");
  const std::string id = write(someone_, dog, note("calm", {{"audience", {"trainer", "owner"}}}));
  EXPECT_EQ(someone_.get("/v1/account/erasure").number("/dogsLeft"), 1U);
  ASSERT_EQ(erase().status, 204U);
  const std::string path = record_path(dog, id);
  while (owner().get(path).text("/author/name") != "Former member") std::this_thread::yield();
  EXPECT_EQ(owner().get(path).text("/author/id"), someone_.id);
  EXPECT_EQ(owner().get(path).number("/version"), 1U);
  // The access trail is the last that stands in the order of keys but for what ends it.
  while (owner().get(dog_path(dog) + "/export").body.find("Unmistakable") != std::string::npos)
    std::this_thread::yield();
  for (const char* rest : {"/circle", "/audit", "/export", "/records"})
    EXPECT_THAT(owner().get(dog_path(dog) + rest).body, Not(HasSubstr("Unmistakable"))) << rest;
}

TEST_F(AccountApi, DogsWithoutAnotherKeeperAreNamedFirst) {
  const std::string dog = scene().make_dog(someone_, "owner");
  scene().join(dog, someone_, walker(), "walker");
  EXPECT_EQ(someone_.get("/v1/account/erasure").text("/dogsKeptAlone/0/id"), dog);
  const Reply refused = erase();
  EXPECT_EQ(refused.status, 409U);
  EXPECT_THAT(refused.body, HasSubstr(dog));
  EXPECT_EQ(someone_.get(dog_path(dog)).status, 200U);
  ASSERT_EQ(erase(true).status, 204U);
  while (walker().get(dog_path(dog)).status != 404U) std::this_thread::yield();
}

}  // namespace
}  // namespace doggy::testing
