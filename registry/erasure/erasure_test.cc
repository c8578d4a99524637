#include "registry/erasure/erasure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/worker_pool.h"
#include "platform/id/secret.h"
#include "platform/observe/metrics.h"
#include "platform/push/p256.h"
#include "registry/audit/verify.h"
#include "registry/jobs/runner.h"
#include "registry/log/entry.h"
#include "registry/push/subscriptions.h"
#include "registry/records/records.h"
#include "registry/records/sync.h"
#include "registry/store/faulty_store.h"
#include "registry/testing/world.h"

namespace doggy::erasure {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ErasureTest : public testing::World {
 protected:
  explicit ErasureTest(store::MemoryStore::Limits limits = {}) : World(limits) { erasure_.do_jobs(jobs_); }
  accounts::Account sign_up(const std::string& name) {
    auto account = run_task(
        accounts_.sign_up({.email = name + "@example.org", .password = "walks in the rain", .name = name}, "::1"));
    EXPECT_TRUE(account.has_value());
    return *account;
  }
  std::string make(const accounts::Account& by, const std::string& role) {
    return run_task(dogs.create({.id = by.id.text(), .name = by.name}, {{"name", "Balu"}, {"role", role}}))->id.text();
  }
  circle::Actor as(const std::string& dog_id, const accounts::Account& who) {
    return {.grant = *grant(dog_id, who.id.text()), .name = who.name};
  }
  void let_in(const std::string& dog_id, const accounts::Account& by, const accounts::Account& who, circle::Role role) {
    auto invitation = run_task(circle.invite(dog_id, as(dog_id, by), {.role = role}));
    ASSERT_TRUE(run_task(circle.accept(*invitation->token, {.id = who.id.text(), .name = who.name})).has_value());
  }
  std::string write(const std::string& dog_id, const accounts::Account& by, const std::string& text) {
    const std::string id = Uuid::v7().text();
    boost::json::object note{{"type", "note"}, {"occurredAt", "2026-11-23T09:00:00Z"}, {"text", text}};
    note["audience"] = boost::json::array{"trainer", "owner", "walker"};
    auto written = run_task(records_.put(dog_id, id, as(dog_id, by), std::move(note), std::nullopt));
    EXPECT_TRUE(written.has_value());
    return id;
  }
  // Everything that the store holds of the dog.
  std::string all_of(const std::string& pk) {
    std::string all;
    const auto items = run_task(store.query({.pk = pk, .limit = 1000}));
    for (const store::Item& item : *items) all += item.key.sk + " " + item.label + " " + item.body + "\n";
    return all;
  }
  void expect_sound(const std::string& dog_id) {
    const auto verdict = run_task(audit::verify_dog(store, dog_id));
    ASSERT_TRUE(verdict.has_value());
    EXPECT_THAT(verdict->problems, IsEmpty());
  }
  std::string make_company(const accounts::Account& admin) {
    return run_task(organizations_.create({.id = admin.id.text(), .name = admin.name}, "Walks"))->id.text();
  }
  void employ(const std::string& company, const accounts::Account& by, const accounts::Account& who,
              circle::OrganizationRole role) {
    auto staff = run_task(organizations_.invite(company, {.id = by.id.text(), .name = by.name}, {.role = role}));
    ASSERT_TRUE(run_task(organizations_.accept(*staff->token, {.id = who.id.text(), .name = who.name})).has_value());
  }
  void let_in_company(const std::string& dog_id, const accounts::Account& by, const std::string& company,
                      const accounts::Account& admin) {
    circle::NewInvitation wanted{.role = circle::Role::kWalker};
    wanted.for_organization = true;
    const auto invitation = run_task(circle.invite(dog_id, as(dog_id, by), wanted));
    const circle::Person person{.id = admin.id.text(), .name = admin.name};
    ASSERT_TRUE(
        run_task(circle.accept(*invitation->token, person, {.organization_id = Uuid::parse(company)})).has_value());
  }
  Result<void> erase(const accounts::Account& who, bool delete_dogs = false) {
    return run_task(erasure_.begin(who, delete_dogs));
  }
  std::size_t work() { return run_task(jobs_.run_due()); }

  WorkerPool hashing_{{.name = "password checks", .threads = 1, .queue_limit = 10}};
  accounts::Sessions sessions_{store, clock};
  accounts::Accounts accounts_{store, sessions_, hashing_, clock};
  records::Records records_{store, log, circle, clock};
  std::vector<std::string> gone_;
  observe::Metrics metrics_;
  jobs::Runner jobs_{store, clock, metrics_};
  organizations::Organizations organizations_{store, clock};
  Erasure erasure_{store,
                   log,
                   circle,
                   organizations_,
                   accounts_,
                   sessions_,
                   clock,
                   [this](std::string dog_id) -> Task<Result<void>> {
                     gone_.push_back(std::move(dog_id));
                     co_return Result<void>{};
                   }};
};

TEST_F(ErasureTest, ANameIsGoneAndWhatWasWrittenStays) {
  const auto tina = sign_up("Tina-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string dog = make(olaf, "owner");
  let_in(dog, olaf, tina, circle::Role::kTrainer);
  const std::string note = write(dog, tina, "calm");
  const auto wanda = sign_up("Wanda");
  let_in(dog, tina, wanda, circle::Role::kWalker);
  const auto before = run_task(records_.get(dog, note, *grant(dog, olaf.id.text())));

  ASSERT_TRUE(erase(tina).has_value());
  EXPECT_EQ(run_task(accounts_.get(tina.id.text())).error().code, Code::kNotFound);
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  EXPECT_THAT(all_of("DOG#" + dog), HasSubstr("Former member"));
  EXPECT_THAT(all_of("ACCOUNT#" + tina.id.text()), IsEmpty());
  expect_sound(dog);

  const auto after = run_task(records_.get(dog, note, *grant(dog, olaf.id.text())));
  ASSERT_TRUE(after.has_value());
  EXPECT_THAT(after->body, HasSubstr("calm"));
  EXPECT_EQ(after->version, before->version);
  EXPECT_EQ(run_task(circle.members(dog))->size(), 2U);
  EXPECT_EQ(work(), 0U);
}

TEST_F(ErasureTest, DevicesGetTheNewName) {
  const auto tina = sign_up("Tina-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string dog = make(olaf, "owner");
  let_in(dog, olaf, tina, circle::Role::kTrainer);
  const std::string note = write(dog, tina, "calm");
  const auto first = run_task(records::changes_since(store, circle, olaf.id.text(), "", 100));
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  const auto news = run_task(records::changes_since(store, circle, olaf.id.text(), first->cursor, 100));
  std::string all;
  for (const std::string& item : news->items) all += item;
  EXPECT_THAT(all, HasSubstr(note));
  EXPECT_THAT(all, HasSubstr("Former member"));
  EXPECT_THAT(all, Not(HasSubstr("Unmistakable")));
}

TEST_F(ErasureTest, AlsoWhereSomebodyLeftBefore) {
  const auto tina = sign_up("Tina-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string dog = make(olaf, "owner");
  let_in(dog, olaf, tina, circle::Role::kTrainer);
  write(dog, tina, "calm");
  ASSERT_TRUE(run_task(circle.remove_member(dog, as(dog, olaf), tina.id.text())).has_value());
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  expect_sound(dog);
}

TEST_F(ErasureTest, ADogWithoutAnotherKeeperIsHandedOverOrDeleted) {
  const auto olaf = sign_up("Olaf");
  const std::string alone = make(olaf, "owner");
  write(alone, olaf, "private");
  const auto refused = erase(olaf);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::kConflict);
  EXPECT_THAT(refused.error().fields.front().message, HasSubstr(alone));
  EXPECT_TRUE(run_task(accounts_.get(olaf.id.text())).has_value());

  ASSERT_TRUE(erase(olaf, true).has_value());
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + alone), IsEmpty());
  EXPECT_THAT(all_of("ACCOUNT#" + olaf.id.text()), IsEmpty());
  EXPECT_THAT(gone_, ::testing::ElementsAre(alone));
}

TEST_F(ErasureTest, WhatWasWrittenForAnOrganizationStaysWithoutTheName) {
  const auto adam = sign_up("Adam");
  const auto tina = sign_up("Tina-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string company_id = make_company(adam);
  employ(company_id, adam, tina, circle::OrganizationRole::kWalker);
  const std::string dog = make(olaf, "owner");
  let_in_company(dog, olaf, company_id, adam);
  write(dog, tina, "walked");

  EXPECT_EQ(erase(adam).error().fields.front().rule, "lastAdmin");
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  EXPECT_THAT(all_of("DOG#" + dog), HasSubstr("walked"));
  EXPECT_THAT(all_of("ORG#" + company_id), Not(HasSubstr("Unmistakable")));
  EXPECT_THAT(all_of("ACCOUNT#" + tina.id.text()), IsEmpty());
  expect_sound(dog);
}

TEST_F(ErasureTest, AlsoForAnOrganizationThatTheyLeftBefore) {
  const auto adam = sign_up("Adam");
  const auto tina = sign_up("Tina-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string company = make_company(adam);
  employ(company, adam, tina, circle::OrganizationRole::kWalker);
  const std::string dog = make(olaf, "owner");
  let_in_company(dog, olaf, company, adam);
  write(dog, tina, "walked");
  ASSERT_TRUE(run_task(organizations_.remove(company, tina.id.text(), tina.id.text())).has_value());
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  EXPECT_THAT(all_of("ACCOUNT#" + tina.id.text()), IsEmpty());
  expect_sound(dog);
}

// Whoever goes first is out of it before the other asks, although the job is still to be done.
TEST_F(ErasureTest, OfTwoAdminsOneStays) {
  const auto adam = sign_up("Adam-Unmistakable");
  const auto berta = sign_up("Berta");
  const auto olaf = sign_up("Olaf");
  const std::string company = make_company(adam);
  employ(company, adam, berta, circle::OrganizationRole::kAdmin);
  const std::string dog = make(olaf, "owner");
  let_in_company(dog, olaf, company, adam);
  write(dog, adam, "walked");
  ASSERT_TRUE(erase(adam).has_value());
  const auto refused = erase(berta);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fields.front().rule, "lastAdmin");
  EXPECT_EQ(work(), 1U);
  EXPECT_EQ(run_task(organizations_.members(company, berta.id.text()))->size(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  EXPECT_THAT(all_of("ACCOUNT#" + adam.id.text()), IsEmpty());
  expect_sound(dog);
}

// Whoever accepted an invitation in the moment their account ended is its admin all the same.
TEST_F(ErasureTest, AnAdminWhoIsGoneIsFollowedByWhoMayDoMost) {
  const auto adam = sign_up("Adam");
  const std::string company = make_company(adam);
  const auto carla = sign_up("Carla");
  const auto tina = sign_up("Tina");
  employ(company, adam, carla, circle::OrganizationRole::kCarer);
  employ(company, adam, tina, circle::OrganizationRole::kTrainer);
  const std::string alone = make_company(adam);
  const jobs::Job job{.payload = {{"accountId", adam.id.text()}, {"email", adam.email}, {"deleteDogs", false}}};
  ASSERT_TRUE(run_task(erasure_.finish_account(job)).has_value());
  const auto left = run_task(organizations_.get(company, tina.id.text()));
  ASSERT_TRUE(left.has_value());
  EXPECT_EQ(left->role, circle::OrganizationRole::kAdmin);
  EXPECT_EQ(run_task(organizations_.members(company, tina.id.text()))->size(), 2U);
  EXPECT_THAT(all_of("ORG#" + alone), IsEmpty());
  EXPECT_THAT(all_of("ACCOUNT#" + adam.id.text()), IsEmpty());
}

TEST_F(ErasureTest, NothingOutsideLeadsToTheAccountAnyMore) {
  const auto tina = sign_up("Tina");
  const std::string id = tina.id.text();
  const std::string token = run_task(sessions_.open(id, "phone"))->token;
  push::Subscriptions subscriptions{store, sessions_, [](std::string_view) { return Result<void>{}; }, clock};
  push::NewSubscription browser{.endpoint = "https://push.example.org/send/phone", .name = "phone"};
  browser.keys = {.p256dh = base64url(push::KeyPair::generate().point()), .auth = base64url(std::string(16, 'a'))};
  ASSERT_TRUE(run_task(subscriptions.add(id, token, browser)).has_value());
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  for (const store::Item& item : store.all_items())
    for (const std::string& text : {item.key.pk, item.key.sk, item.label, item.body})
      EXPECT_THAT(text, Not(HasSubstr(id))) << item.key.pk;
}

TEST_F(ErasureTest, TheEmailCanBeUsedAgain) {
  const auto tina = sign_up("Tina");
  const auto session = run_task(sessions_.open(tina.id.text(), "phone"));
  const auto token = run_task(sessions_.make_token(tina.id.text(), {.name = "script"}, session->token));
  ASSERT_TRUE(erase(tina).has_value());
  EXPECT_EQ(run_task(sessions_.authenticate(*token->token)).error().code, Code::kUnauthenticated);
  const auto again = sign_up("Tina");
  EXPECT_EQ(work(), 1U);
  EXPECT_TRUE(run_task(accounts_.get(again.id.text())).has_value());
  EXPECT_TRUE(run_task(accounts_.find_by_email(again.email)).has_value());
}

TEST_F(ErasureTest, ADeletedDogIsErasedAfterThirtyDays) {
  const auto olaf = sign_up("Olaf");
  const std::string dog = make(olaf, "owner");
  ASSERT_TRUE(run_task(dogs.remove(dog, as(dog, olaf))).has_value());
  EXPECT_EQ(work(), 0U);
  now_ms += 29 * kDayMs;
  EXPECT_EQ(work(), 0U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(IsEmpty()));
  now_ms += 2 * kDayMs;
  EXPECT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), IsEmpty());
}

// The store fails at each commit in turn, before or after it was done; the next round finishes.
TEST_F(ErasureTest, GoesOnAfterACrashAtAnyStep) {
  const auto olaf = sign_up("Olaf");
  for (std::size_t step = 0; step < 16; ++step) {
    for (const store::Fault fault : {store::Fault::kFailBefore, store::Fault::kFailAfter}) {
      SCOPED_TRACE(step);
      const auto tina = sign_up("Tina-Unmistakable");
      const std::string dog = make(olaf, "owner");
      let_in(dog, olaf, tina, circle::Role::kTrainer);
      write(dog, tina, "calm");
      const std::string alone = make(tina, "owner");

      store::FaultyStore faulty(store);
      log::DogLog faulty_log(faulty);
      circle::Circle faulty_circle(faulty, faulty_log, clock);
      accounts::Sessions sessions(faulty, clock);
      accounts::Accounts accounts(faulty, sessions, hashing_, clock);
      organizations::Organizations organizations(faulty, clock);
      Erasure erasure(faulty, faulty_log, faulty_circle, organizations, accounts, sessions, clock);
      jobs::Runner runner(store, clock, metrics_);
      erasure.do_jobs(runner);
      std::vector<store::Fault> faults(step, store::Fault::kNone);
      faults.push_back(fault);
      faulty.plan_commits(faults);
      // Whoever is told that it did not work asks again.
      auto begun = run_task(erasure.begin(tina, true));
      if (!begun && run_task(accounts_.get(tina.id.text()))) begun = run_task(erasure.begin(tina, true));
      for (int i = 0; i < 3; ++i) {
        static_cast<void>(run_task(runner.run_due()));
        now_ms += 3 * 60 * 60 * std::int64_t{1000};  // Past any delay and lease.
      }

      EXPECT_THAT(all_of("ACCOUNT#" + tina.id.text()), IsEmpty());
      EXPECT_THAT(all_of("DOG#" + alone), IsEmpty());
      EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
      expect_sound(dog);
    }
  }
}

TEST_F(ErasureTest, ASecondErasureKeepsTheChain) {
  const auto tina = sign_up("Tina-Unmistakable");
  const auto wanda = sign_up("Wanda-Unmistakable");
  const auto olaf = sign_up("Olaf");
  const std::string dog = make(olaf, "owner");
  let_in(dog, olaf, tina, circle::Role::kTrainer);
  let_in(dog, tina, wanda, circle::Role::kWalker);
  ASSERT_TRUE(erase(tina).has_value());
  ASSERT_EQ(work(), 1U);
  ASSERT_TRUE(erase(wanda).has_value());
  ASSERT_EQ(work(), 1U);
  EXPECT_THAT(all_of("DOG#" + dog), Not(HasSubstr("Unmistakable")));
  expect_sound(dog);
  EXPECT_GT(run_task(audit::verify_dog(store, dog))->erased, 0U);
}

// As DynamoDB: twenty long records and their entries are more bytes than it takes at once.
class ErasureInSmallSteps : public ErasureTest {
 protected:
  ErasureInSmallSteps() : ErasureTest({.writes = 100, .bytes = 200'000}) {}
};

TEST_F(ErasureInSmallSteps, TakesANameOutOfLongRecords) {
  const auto olaf = sign_up("Olaf");
  const auto tina = sign_up("Tina-Unmistakable");
  const std::string dog = make(olaf, "owner");
  let_in(dog, olaf, tina, circle::Role::kTrainer);
  for (int i = 0; i < 30; ++i) write(dog, tina, std::string(19'000, 'x'));
  ASSERT_TRUE(run_task(erasure_.begin(tina, false)).has_value());
  static_cast<void>(run_task(jobs_.run_due()));
  std::string all;
  for (const store::Item& item : store.all_items()) all += item.label + item.body;
  EXPECT_THAT(all, Not(HasSubstr("Unmistakable")));
  expect_sound(dog);
}

}  // namespace
}  // namespace doggy::erasure
