#include "registry/api/dogs_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

class DogsApi : public ApiTest {};

TEST_F(DogsApi, ADogKeepsItsProfile) {
  const Reply made = trainer().post("/v1/dogs", {{"name", "Balu"},
                                                 {"breed", "Hovawart"},
                                                 {"sex", "male"},
                                                 {"neutered", false},
                                                 {"birthDate", "2018-07-16"},
                                                 {"microchip", "276098106123456"},
                                                 {"role", "trainer"}});
  ASSERT_EQ(made.status, 201u);
  const Reply read = trainer().get(dog_path(made.text("/id")));
  EXPECT_EQ(read.status, 200u);
  EXPECT_EQ(read.json(), made.json());
  EXPECT_EQ(read.headers.get("ETag"), R"("1")");
  EXPECT_EQ(read.text("/breed"), "Hovawart");
  EXPECT_EQ(read.text("/sex"), "male");
  EXPECT_EQ(read.at("/neutered"), false);
  EXPECT_EQ(read.text("/birthDate"), "2018-07-16");
  EXPECT_EQ(read.text("/you/role"), "trainer");
  EXPECT_EQ(read.text("/you/sections/health"), "write");
}

TEST_F(DogsApi, APatchChangesWhatItNamesAndRemovesWhatIsNull) {
  const Reply made = trainer().post("/v1/dogs", {{"name", "Balu"}, {"breed", "Hovawart"}, {"role", "trainer"}});
  const std::string path = dog_path(made.text("/id"));
  const Reply changed = trainer().patch(path, {{"name", "Baloo"}, {"breed", nullptr}});
  EXPECT_EQ(changed.status, 200u);
  EXPECT_EQ(changed.text("/name"), "Baloo");
  EXPECT_FALSE(changed.has("/breed"));
  EXPECT_EQ(changed.number("/version"), 2u);
  EXPECT_EQ(trainer().get(path).json(), changed.json());
}

TEST_F(DogsApi, AStaleChangeIsToldWhatIsThereNow) {
  const std::string path = dog_path(scene().make_dog(trainer()));
  EXPECT_EQ(trainer().patch(path, {{"name", "Baloo"}}, {{"If-Match", R"("1")"}}).status, 200u);
  const Reply stale = trainer().patch(path, {{"name", "Bilbo"}}, {{"If-Match", R"("1")"}});
  expect_problem(stale, 412);
  EXPECT_EQ(stale.text("/current/name"), "Baloo");
  EXPECT_EQ(trainer().get(path).text("/name"), "Baloo");
}

TEST_F(DogsApi, TheListHasTheCallersDogsPageByPage) {
  const Person person = Person::sign_up(anybody().port(), "Dora");
  EXPECT_EQ(person.get("/v1/dogs").body, R"({"items":[]})");
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) made.push_back(scene().make_dog(person, "owner"));
  static_cast<void>(scene().make_dog(trainer()));

  std::vector<std::string> listed;
  std::string next;
  do {
    const Reply page = person.get("/v1/dogs?limit=2" + next);
    ASSERT_EQ(page.status, 200u);
    EXPECT_LE(page.ids().size(), 2u);
    std::ranges::copy(page.ids(), std::back_inserter(listed));
    next = page.has("/next") ? "&cursor=" + page.text("/next") : "";
  } while (!next.empty());
  EXPECT_THAT(listed, ::testing::UnorderedElementsAreArray(made));
}

TEST_F(DogsApi, OnlyWhoMayWriteTheProfileChangesIt) {
  const std::string path = dog_path(scene().make_shared_dog());
  expect_problem(walker().patch(path, {{"name", "Mine"}}), 403);
  EXPECT_EQ(walker().get(path).text("/name"), "Balu");
  EXPECT_EQ(owner().patch(path, {{"name", "Ours"}}).status, 200u);
}

TEST_F(DogsApi, ARemovedDogIsGoneForEverybody) {
  const std::string dog_id = scene().make_shared_dog();
  expect_problem(walker().remove(dog_path(dog_id)), 403);
  expect_problem(trainer().remove(dog_path(dog_id)), 403);  // It has an owner.
  EXPECT_EQ(walker().get(dog_path(dog_id)).status, 200u);

  EXPECT_EQ(owner().remove(dog_path(dog_id)).status, 204u);
  for (const Person* person : {&trainer(), &owner(), &walker()}) {
    expect_problem(person->get(dog_path(dog_id)), 404);
    const auto ids = person->get("/v1/dogs?limit=100").ids();
    EXPECT_EQ(std::ranges::count(ids, dog_id), 0);
  }
}

TEST_F(DogsApi, ATrainerRemovesADogWithoutOwner) {
  const std::string dog_id = scene().make_dog(trainer());
  EXPECT_EQ(trainer().remove(dog_path(dog_id)).status, 204u);
  expect_problem(trainer().get(dog_path(dog_id)), 404);
}

TEST_F(DogsApi, TheIdMayBeWrittenInCapitals) {
  std::string dog_id = scene().make_dog(trainer());
  const std::string body = trainer().get(dog_path(dog_id)).body;
  for (char& c : dog_id) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(trainer().get(dog_path(dog_id)).body, body);
}

}  // namespace
}  // namespace doggy::testing
