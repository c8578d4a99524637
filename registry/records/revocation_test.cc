// Who loses their place, or part of it, after they were let through and before their write is committed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "registry/organizations/organizations.h"
#include "registry/records/records.h"
#include "registry/testing/interrupted_store.h"
#include "registry/testing/world.h"

namespace doggy::records {
namespace {

using boost::json::array;
using boost::json::object;
using testing::kOwner;
using testing::kTrainer;
using testing::kWalker;

class RevocationTest : public testing::World {
 protected:
  void SetUp() override {
    join(dog_, kOwner, kTrainer, circle::Role::kTrainer);
    ASSERT_TRUE(put(id(1), actor(dog_, kTrainer), note("by the trainer")).has_value());
    ASSERT_TRUE(put(id(2), actor(dog_, kOwner), note("by the owner")).has_value());
  }

  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }
  static object note(const std::string& text) {
    return {{"type", "note"},
            {"occurredAt", "2026-11-23T10:00:00Z"},
            {"audience", array{"trainer", "owner"}},
            {"text", text}};
  }
  static object comment() {
    return {{"type", "comment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"about", id(2)}, {"text", "Seen."}};
  }
  static std::vector<Records::NewRecord> rows(const std::string& dog_id, int count) {
    std::vector<Records::NewRecord> all;
    for (int n = 100; n < 100 + count; ++n)
      all.push_back(
          {.id = id(n), .draft = *read_draft(note("row"), dog_id, id(n), Timestamp::from_unix_ms(1'795'428'000'000))});
    return all;
  }
  Result<Written> put(const std::string& record_id, circle::Actor by, object body) {
    return run_task(records_.put(dog_, record_id, std::move(by), std::move(body), {}));
  }
  void revoke(const std::string& member) {
    ASSERT_TRUE(run_task(circle.remove_member(dog_, actor(dog_, kOwner), member)).has_value());
  }
  // Everything that the actor, who lost their place, still tries, with a record of their own too.
  std::vector<Result<void>> try_all(const circle::Actor& by, const std::string& own) {
    std::vector<Result<void>> results;
    const auto add = [&](const auto& result) {
      results.push_back(result ? Result<void>{} : std::unexpected(result.error()));
    };
    add(put(id(10), by, note("new")));
    add(put(own, by, note("changed")));
    add(put(id(11), by, comment()));
    add(run_task(records_.patch(dog_, own, by, {{"text", "patched"}}, {})));
    add(run_task(records_.remove(dog_, own, by, {})));
    add(run_task(records_.import_all(dog_, by, rows(dog_, 3), false)));
    add(run_task(dogs.change(dog_, by, {{"name", "Rex"}}, {})));
    add(run_task(circle.invite(dog_, by, {.role = circle::Role::kWalker})));
    return results;
  }
  std::vector<store::Item> dog_items() {
    std::vector<store::Item> items;
    for (store::Item& item : store.all_items())
      if (item.key.pk == log::partition_of(dog_)) items.push_back(std::move(item));
    return items;
  }

  const std::string dog_ = make_dog(kOwner, "owner");
  Records records_{store, log, circle, clock};
  organizations::Organizations organizations_{store, clock};
};

TEST_F(RevocationTest, WhoLeftWritesNothing) {
  const circle::Actor trainer = actor(dog_, kTrainer);
  revoke(kTrainer);
  const auto before = dog_items();
  for (const auto& result : try_all(trainer, id(1))) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::kNotFound) << result.error().detail;
  }
  EXPECT_EQ(dog_items(), before);
}

TEST_F(RevocationTest, WhoMayLessWritesLess) {
  const circle::Actor trainer = actor(dog_, kTrainer);
  const circle::SectionChanges reads{.profile = circle::Level::kRead, .notes = circle::Level::kRead};
  ASSERT_TRUE(run_task(circle.change_member(dog_, actor(dog_, kOwner), kTrainer, {.sections = reads})).has_value());
  EXPECT_EQ(put(id(10), trainer, note("new")).error().code, Code::kForbidden);
  EXPECT_EQ(put(id(11), trainer, comment()).error().code, Code::kForbidden);
  EXPECT_EQ(run_task(dogs.change(dog_, trainer, {{"name", "Rex"}}, {})).error().code, Code::kForbidden);
  const auto imported = run_task(records_.import_all(dog_, trainer, rows(dog_, 3), false));
  ASSERT_TRUE(imported.has_value());
  EXPECT_EQ(imported->created, 0U);
  EXPECT_EQ(imported->problems.size(), 3U);
  EXPECT_FALSE(run_task(records_.get(dog_, id(10), *grant(dog_, kOwner))).has_value());
}

// A place that changed in a way that does not matter is no reason to refuse.
TEST_F(RevocationTest, WhoStillMayWrites) {
  const circle::Actor trainer = actor(dog_, kTrainer);
  const circle::SectionChanges less{.health = circle::Level::kRead};
  ASSERT_TRUE(run_task(circle.change_member(dog_, actor(dog_, kOwner), kTrainer, {.sections = less})).has_value());
  EXPECT_TRUE(put(id(10), trainer, note("new")).has_value());
}

// Neither the dog's log nor its circle tells of it.
TEST_F(RevocationTest, WhoLeftAnOrganizationWritesNothing) {
  auto school = run_task(organizations_.create({.id = kOwner, .name = "admin"}, "School"));
  ASSERT_TRUE(school.has_value());
  const std::string school_id = school->id.text();
  const auto employ = [&] {
    auto invitation = run_task(organizations_.invite(school_id, {.id = kOwner, .name = "admin"},
                                                     {.role = circle::OrganizationRole::kTrainer}));
    ASSERT_TRUE(run_task(organizations_.accept(*invitation->token, {.id = kWalker, .name = "staff"})).has_value());
  };
  employ();
  ASSERT_TRUE(
      run_task(circle.add_organization(dog_, actor(dog_, kOwner),
                                       {.organization_id = *Uuid::parse(school_id), .role = circle::Role::kTrainer}))
          .has_value());
  const circle::Actor staff = actor(dog_, kWalker);
  ASSERT_TRUE(put(id(20), staff, note("by staff")).has_value());
  ASSERT_TRUE(run_task(organizations_.remove(school_id, kOwner, kWalker)).has_value());
  const auto before = dog_items();
  for (const auto& result : try_all(staff, id(20))) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::kNotFound) << result.error().detail;
  }
  EXPECT_EQ(dog_items(), before);

  // Back again, the old grant is none of theirs; the organization leaves the dog.
  ++now_ms;
  employ();
  const circle::Actor again = actor(dog_, kWalker);
  EXPECT_TRUE(put(id(20), again, note("back")).has_value());
  revoke(school_id);
  EXPECT_EQ(put(id(21), again, note("new")).error().code, Code::kNotFound);
}

// Between the decision and the commit.
TEST_F(RevocationTest, AnImportEndsWithTheGroupInWhichItsMakerLeft) {
  store::MemoryStore little({.writes = 25});
  testing::InterruptedStore interrupted(little);
  log::DogLog interrupted_log(interrupted);
  circle::Circle its_circle(interrupted, interrupted_log, clock);
  dogs::Dogs its_dogs(interrupted, interrupted_log, its_circle, clock);
  Records its_records(interrupted, interrupted_log, its_circle, clock);
  const std::string dog =
      run_task(its_dogs.create({.id = kOwner, .name = "o"}, {{"name", "B"}, {"role", "owner"}}))->id.text();
  auto invitation = run_task(its_circle.invite(dog, {.grant = *run_task(its_circle.grant_of(dog, kOwner)), .name = "o"},
                                               {.role = circle::Role::kTrainer}));
  ASSERT_TRUE(run_task(its_circle.accept(*invitation->token, {.id = kTrainer, .name = "t"})).has_value());
  const circle::Actor trainer{.grant = *run_task(its_circle.grant_of(dog, kTrainer)), .name = "t"};
  const circle::Actor owner{.grant = *run_task(its_circle.grant_of(dog, kOwner)), .name = "o"};

  // Another server: this one's log has decided already.
  log::DogLog other_log(little);
  circle::Circle other_circle(little, other_log, clock);
  interrupted.before_next_commit([&]() -> Task<void> {
    const auto removed = co_await other_circle.remove_member(dog, owner, kTrainer);
    EXPECT_TRUE(removed.has_value());
  });
  const auto ended = run_task(its_records.import_all(dog, trainer, rows(dog, 30), false));
  ASSERT_FALSE(ended.has_value());
  EXPECT_EQ(ended.error().code, Code::kNotFound);
  for (const store::Item& item : little.all_items()) EXPECT_FALSE(item.key.sk.starts_with("REC#"));
}

}  // namespace
}  // namespace doggy::records
