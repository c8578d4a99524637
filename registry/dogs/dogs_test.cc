#include "registry/dogs/dogs.h"

#include <gtest/gtest.h>

#include "registry/testing/world.h"

namespace doggy::dogs {
namespace {

using testing::kOwner;
using testing::kTrainer;
using testing::kWalker;

class DogsTest : public testing::World {
 protected:
  Result<Dog> create(boost::json::object body) {
    return run_task(dogs.create({.id = kTrainer, .name = "Toni"}, std::move(body)));
  }
  Result<Dog> change(const std::string& dog, const std::string& who, boost::json::object patch,
                     std::optional<std::uint64_t> version = {}) {
    return run_task(dogs.change(dog, actor(dog, who), std::move(patch), version));
  }
};

TEST_F(DogsTest, KeepsAProfile) {
  auto made = create(
      {{"name", "Balu"}, {"breed", "Hovawart"}, {"sex", "male"}, {"birthDate", "2018-07-16"}, {"role", "trainer"}});
  ASSERT_TRUE(made.has_value());
  auto dog = run_task(dogs.get(made->id.text(), *grant(made->id.text(), kTrainer)));
  ASSERT_TRUE(dog.has_value());
  EXPECT_EQ(dog->name, "Balu");
  EXPECT_EQ(dog->breed, "Hovawart");
  EXPECT_EQ(dog->sex, Sex::kMale);
  EXPECT_EQ(dog->birth_date->text(), "2018-07-16");
  EXPECT_EQ(dog->you->role, circle::Role::kTrainer);
}

TEST_F(DogsTest, NamesEveryWrongField) {
  auto made = create({{"name", ""}, {"sex", "neither"}, {"birthDate", "2018-02-30"}, {"tail", 1}, {"role", "king"}});
  ASSERT_FALSE(made.has_value());
  std::vector<std::string> rules;
  for (const FieldError& error : made.error().fields) rules.push_back(error.field + " " + error.rule);
  EXPECT_THAT(rules, ::testing::UnorderedElementsAre("name minLength", "sex enum", "birthDate format", "tail unknown",
                                                     "role enum"));
}

TEST_F(DogsTest, RefusesABirthAheadAndLongAgo) {
  EXPECT_EQ(create({{"name", "B"}, {"role", "owner"}, {"birthDate", "2027-01-01"}}).error().fields[0].rule, "maximum");
  EXPECT_EQ(create({{"name", "B"}, {"role", "owner"}, {"birthDate", "1979-12-31"}}).error().fields[0].rule, "minimum");
  EXPECT_TRUE(create({{"name", "B"}, {"role", "owner"}, {"birthDate", "2026-11-23"}}).has_value());
}

TEST_F(DogsTest, MergesAPatch) {
  const std::string dog = make_dog(kTrainer);
  auto changed = change(dog, kTrainer, {{"breed", "Poodle"}, {"neutered", true}});
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(changed->name, "Balu");
  EXPECT_EQ(changed->breed, "Poodle");
  EXPECT_EQ(changed->version, 2U);
  changed = change(dog, kTrainer, {{"breed", nullptr}});
  EXPECT_EQ(changed->breed, std::nullopt);
  EXPECT_EQ(changed->neutered, true);
}

TEST_F(DogsTest, RefusesAStaleOrForgedPatch) {
  const std::string dog = make_dog(kTrainer);
  ASSERT_TRUE(change(dog, kTrainer, {{"breed", "Poodle"}}, 1).has_value());
  auto stale = change(dog, kTrainer, {{"breed", "Husky"}}, 1);
  ASSERT_FALSE(stale.has_value());
  EXPECT_EQ(stale.error().code, Code::kPreconditionFailed);
  EXPECT_EQ(boost::json::parse(stale.error().current).at("breed").as_string(), "Poodle");
  for (const char* field : {"id", "createdAt", "version", "you"}) {
    auto forged = change(dog, kTrainer, {{field, "x"}});
    ASSERT_FALSE(forged.has_value()) << field;
    EXPECT_EQ(forged.error().fields[0].rule, "readOnly") << field;
  }
}

TEST_F(DogsTest, LetsOnlyWritersOfTheProfileChangeIt) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kWalker, circle::Role::kWalker);
  auto changed = change(dog, kWalker, {{"name", "Rex"}});
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, Code::kForbidden);
}

TEST_F(DogsTest, ListsTheDogsOfAnAccountInPages) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(create({{"name", "Dog"}, {"role", "trainer"}}).has_value());
  const std::string others = make_dog(kOwner, "owner");
  std::size_t seen = 0;
  std::string after;
  do {
    auto page = run_task(dogs.list(kTrainer, after, 2));
    ASSERT_TRUE(page.has_value());
    for (const Dog& dog : page->items) EXPECT_NE(dog.id.text(), others);
    seen += page->items.size();
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(seen, 5U);
}

}  // namespace
}  // namespace doggy::dogs
