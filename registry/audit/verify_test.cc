#include "registry/audit/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/organizations/organizations.h"
#include "registry/records/records.h"
#include "registry/testing/world.h"

namespace doggy::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VerifyTest : public testing::World {
 protected:
  void SetUp() override {
    join(dog_, testing::kTrainer, testing::kOwner, circle::Role::kOwner);
    for (const char* text : {"one", "two", "three"}) write(text);
  }
  void write(const std::string& text) {
    const boost::json::object body{{"type", "note"}, {"occurredAt", "2026-11-20T10:00:00Z"}, {"text", text}};
    const auto written = run_task(records_.put(dog_, Uuid::v7().text(), actor(dog_, testing::kTrainer), body, {}));
    ASSERT_TRUE(written.has_value());
  }
  std::vector<std::string> problems() {
    const auto verdict = run_task(verify_dog(store, dog_));
    EXPECT_TRUE(verdict.has_value());
    return verdict->problems;
  }
  // Changes an item behind the log's back.
  void tamper(const std::string& prefix, const std::function<void(store::Item&)>& change) {
    for (store::Item item : store.all_items()) {
      if (item.key.pk != log::partition_of(dog_) || !item.key.sk.starts_with(prefix)) continue;
      change(item);
      std::vector<store::Write> writes;
      writes.emplace_back(store::Put{std::move(item), store::Any{}});
      ASSERT_TRUE(run_task(store.commit(std::move(writes))).has_value());
      return;
    }
    FAIL() << "there is no " << prefix;
  }
  void remove(const std::string& sort_key) {
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{{.pk = log::partition_of(dog_), .sk = sort_key}, store::Any{}});
    ASSERT_TRUE(run_task(store.commit(std::move(writes))).has_value());
  }
  static void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
  }

  records::Records records_{store, log, circle, clock};
  std::string dog_ = make_dog(testing::kTrainer);
};

TEST_F(VerifyTest, FindsNothingWrong) {
  const auto verdict = run_task(verify_dog(store, dog_));
  ASSERT_TRUE(verdict.has_value());
  EXPECT_THAT(verdict->problems, IsEmpty());
  EXPECT_EQ(verdict->entries, 6U);  // The dog, an invitation, a member, three notes.
  EXPECT_EQ(verdict->records, 3U);
}

TEST_F(VerifyTest, FindsAnEntryThatWasRewritten) {
  tamper(log::entry_sort_key(5), [](store::Item& item) { replace(item.body, "two", "new"); });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("entry 6 does not follow"), HasSubstr("is not as entry 5 says")));
}

TEST_F(VerifyTest, FindsTheLastEntryRewritten) {
  tamper(log::entry_sort_key(6), [](store::Item& item) { replace(item.body, "trainer", "walker"); });
  EXPECT_THAT(problems(), ::testing::Contains(HasSubstr("head is not entry 6")));
}

TEST_F(VerifyTest, FindsAnEntryThatWasTakenOut) {
  remove(log::entry_sort_key(4));
  EXPECT_THAT(problems(), ::testing::Contains("entry 4 is missing"));
}

TEST_F(VerifyTest, FindsTheEndCutOff) {
  remove(log::entry_sort_key(6));
  EXPECT_THAT(problems(), ::testing::Contains(HasSubstr("head is not entry 5")));
}

TEST_F(VerifyTest, FindsARecordThatWasChangedOrTakenOut) {
  tamper("REC#", [](store::Item& item) { replace(item.body, "one", "1st"); });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not as entry 4 says")));
  std::string key;
  tamper("REC#", [&](store::Item& item) { key = item.key.sk; });
  remove(key);
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is in the log and not in the store")));
}

TEST_F(VerifyTest, FindsARecordInAnotherPlaceOfTheTimeline) {
  tamper("REC#", [](store::Item& item) { item.time[3] = '9'; });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not in the timeline at its time")));
}

TEST_F(VerifyTest, FindsARecordUnderAnotherType) {
  tamper("REC#", [](store::Item& item) { replace(item.kind, "note", "weight"); });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("is not listed under its type")));
}

TEST_F(VerifyTest, FindsALabelThatSaysSomethingElse) {
  tamper("REC#", [](store::Item& item) { replace(item.label, testing::kTrainer, testing::kOwner); });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("label of record")));
  tamper("REC#", [](store::Item& item) { item.label.clear(); });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("label of record")));
}

TEST_F(VerifyTest, CountsWhatItDoesNotList) {
  for (std::size_t i = 0; i < Verdict::kMostProblems; ++i) write("more");
  for (const store::Item& item : store.all_items())
    if (item.key.sk.starts_with("REC#")) remove(item.key.sk);
  ASSERT_EQ(problems().size(), Verdict::kMostProblems + 1);
  EXPECT_EQ(problems().back(), "and 3 more");
}

TEST_F(VerifyTest, FindsAMembershipThatOnlyOneSideHas) {
  tamper("MEMBER#" + testing::kOwner, [](store::Item& item) { item.label += "x"; });
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("has another twin")));
}

TEST_F(VerifyTest, FindsAnOrganizationWhoseMembersOrDogsSaySomethingElse) {
  organizations::Organizations organizations(store, clock);
  const std::string school =
      run_task(organizations.create({.id = testing::kTrainer, .name = "Tina"}, "Dog School"))->id.text();
  const auto added = run_task(circle.add_organization(
      dog_, actor(dog_, testing::kTrainer),
      {.organization_id = *Uuid::parse(school), .role = circle::Role::kTrainer, .sections = {}, .expires_at = {}}));
  ASSERT_TRUE(added.has_value());
  const auto all_problems = [&] {
    std::vector<std::string> found = problems();
    for (const auto& others :
         {run_task(verify_organization(store, school)), run_task(verify_account(store, testing::kTrainer))})
      found.insert(found.end(), others->begin(), others->end());
    return found;
  };
  EXPECT_THAT(all_problems(), IsEmpty());

  // Somebody makes themselves an owner by the organization, as one side tells it.
  const store::Key twin{.pk = organizations::partition_of(school), .sk = "DOG#" + dog_};
  const auto put = [&](store::Item item) {
    std::vector<store::Write> writes;
    writes.emplace_back(store::Put{std::move(item), store::Any{}});
    ASSERT_TRUE(run_task(store.commit(std::move(writes))).has_value());
  };
  const store::Item right = **run_task(store.get(twin));
  store::Item wrong = right;
  wrong.label[0] = 'o';
  put(wrong);
  EXPECT_THAT(all_problems(), ElementsAre(HasSubstr(school), HasSubstr(dog_)));
  put(right);

  store::Item memberships = **run_task(store.get(organizations::memberships_key(testing::kTrainer)));
  memberships.label.back() = 'w';
  put(memberships);
  EXPECT_THAT(all_problems(), ElementsAre(HasSubstr(testing::kTrainer), HasSubstr(school)));
}

// Also where readers of the log would wait for an entry that is on its way.
TEST_F(VerifyTest, FindsAGapNearTheEnd) {
  const std::uint64_t last = *run_task(log.last_seq(dog_));
  remove(log::entry_sort_key(last - 1));
  EXPECT_THAT(problems(), ::testing::Contains(fmt::format("entry {} is missing", last - 1)));
}

}  // namespace
}  // namespace doggy::audit
