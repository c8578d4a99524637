#include "registry/organizations/organizations.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::organizations {
namespace {

const std::string kAnna = "0192f0c0-0000-7000-8000-00000000000a";
const std::string kBen = "0192f0c0-0000-7000-8000-00000000000b";
const std::string kCleo = "0192f0c0-0000-7000-8000-00000000000c";

class OrganizationsTest : public ::testing::Test {
 protected:
  static circle::Person person(const std::string& id) { return {.id = id, .name = "name of " + id.substr(35)}; }

  template <class T>
  static Code code_of(const Result<T>& result) {
    EXPECT_FALSE(result.has_value());
    return result.has_value() ? Code::kInvalid : result.error().code;
  }

  Result<Invitation> invite(const std::string& by, Role role) {
    return run_task(organizations.invite(school, person(by), {.role = role}));
  }
  Result<Joined> accept(const std::string& token, const std::string& who) {
    return run_task(organizations.accept(token, person(who)));
  }
  void join(const std::string& who, Role role) { ASSERT_TRUE(accept(*invite(kAnna, role)->token, who).has_value()); }
  Result<Member> change(const std::string& by, const std::string& who, Role role) {
    return run_task(organizations.change_role(school, by, who, role));
  }
  Result<void> remove(const std::string& by, const std::string& who) {
    return run_task(organizations.remove(school, by, who));
  }
  std::vector<std::string> members() {
    std::vector<std::string> ids;
    for (const Member& one : *run_task(organizations.people(school))) ids.push_back(one.account_id);
    return ids;
  }
  // What the account is in the school by its own partition, and by the school's.
  void expect_twins(const std::string& who, std::optional<Role> role) {
    EXPECT_EQ(role_in(*run_task(memberships_of(store, who)), school), role);
    const auto item = run_task(store.get({.pk = partition_of(school), .sk = "MEMBER#" + who}));
    EXPECT_EQ((*item).has_value(), role.has_value());
  }

  std::int64_t now_ms = 1'795'428'000'000;
  store::MemoryStore store;
  std::vector<std::string> told;
  Organizations organizations{store, [this] { return Timestamp::from_unix_ms(now_ms++); },
                              [this](const std::string& id) { told.push_back(id); }};
  const std::string school = run_task(organizations.create(person(kAnna), "Dog School"))->id.text();
};

TEST_F(OrganizationsTest, MakesTheCreatorItsAdmin) {
  const auto found = run_task(organizations.list(kAnna));
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().name, "Dog School");
  EXPECT_EQ(found->front().role, Role::kAdmin);
  expect_twins(kAnna, Role::kAdmin);
  EXPECT_EQ(run_task(organizations.list(kBen))->size(), 0U);
  EXPECT_EQ(code_of(run_task(organizations.create(person(kBen), ""))), Code::kInvalid);
}

TEST_F(OrganizationsTest, IsNotThereForWhoDoesNotBelongToIt) {
  const auto others = run_task(organizations.get(school, kBen));
  EXPECT_EQ(others.error(), run_task(organizations.get(kBen, kBen)).error()) << "hidden and missing are alike";
  EXPECT_EQ(code_of(others), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(organizations.rename(school, kBen, "Mine"))), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(organizations.members(school, kBen))), Code::kNotFound);
  EXPECT_EQ(code_of(invite(kBen, Role::kAdmin)), Code::kNotFound);
  EXPECT_EQ(code_of(remove(kBen, kAnna)), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(organizations.dissolve(school, kBen))), Code::kNotFound);
}

TEST_F(OrganizationsTest, LetsMembersInByAnInvitationOnce) {
  auto invitation = invite(kAnna, Role::kTrainer);
  auto preview = run_task(organizations.preview(*invitation->token));
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ(preview->organization_name, "Dog School");
  EXPECT_EQ(preview->role, Role::kTrainer);
  ASSERT_TRUE(accept(*invitation->token, kBen).has_value());
  EXPECT_EQ(told.back(), kBen);
  expect_twins(kBen, Role::kTrainer);
  EXPECT_TRUE(accept(*invitation->token, kBen).has_value()) << "a second tap is told the same";
  EXPECT_EQ(code_of(accept(*invitation->token, kCleo)), Code::kGone);
  EXPECT_EQ(code_of(run_task(organizations.preview(*invitation->token))), Code::kGone);
  EXPECT_EQ(code_of(accept(*invite(kAnna, Role::kAdmin)->token, kBen)), Code::kConflict) << "nobody rises by a link";
  ASSERT_TRUE(remove(kAnna, kBen).has_value());
  EXPECT_EQ(code_of(accept(*invitation->token, kBen)), Code::kGone) << "a used invitation brings nobody back";
}

TEST_F(OrganizationsTest, KeepsNoInvitationTokenInTheStore) {
  const std::string token = *invite(kAnna, Role::kTrainer)->token;
  for (const store::Item& item : store.all_items())
    for (const std::string& text : {item.key.pk, item.key.sk, item.body, item.label})
      EXPECT_EQ(text.find(token), std::string::npos);
}

TEST_F(OrganizationsTest, ListsOpenInvitationsNewestFirstHoweverManyWereUsed) {
  const auto older = invite(kAnna, Role::kWalker);
  now_ms += 1000;
  for (int i = 0; i < 1001; ++i) {
    const auto used = invite(kAnna, Role::kWalker);
    ASSERT_TRUE(run_task(organizations.revoke_invitation(school, kAnna, used->id.text())).has_value());
  }
  now_ms += 1000;
  const auto newer = invite(kAnna, Role::kTrainer);
  const auto open = run_task(organizations.open_invitations(school, kAnna));
  ASSERT_EQ(open->size(), 2U);
  EXPECT_EQ(open->front().id, newer->id);
  EXPECT_EQ(open->back().id, older->id);
}

TEST_F(OrganizationsTest, RefusesAnInvitationThatHasEnded) {
  auto revoked = invite(kAnna, Role::kWalker);
  ASSERT_TRUE(run_task(organizations.revoke_invitation(school, kAnna, revoked->id.text())).has_value());
  EXPECT_EQ(code_of(accept(*revoked->token, kBen)), Code::kGone);
  auto of_former = invite(kAnna, Role::kWalker);
  auto expired = invite(kAnna, Role::kWalker);
  EXPECT_EQ(run_task(organizations.open_invitations(school, kAnna))->size(), 2U);
  join(kCleo, Role::kAdmin);
  ASSERT_TRUE(change(kCleo, kAnna, Role::kTrainer).has_value());
  EXPECT_EQ(code_of(accept(*of_former->token, kBen)), Code::kGone) << "its maker is no admin any more";
  EXPECT_EQ(code_of(run_task(organizations.preview(*of_former->token))), Code::kGone);
  ASSERT_TRUE(change(kCleo, kAnna, Role::kAdmin).has_value());
  now_ms += std::int64_t{7} * 24 * 60 * 60 * 1000;
  EXPECT_EQ(code_of(accept(*expired->token, kBen)), Code::kGone);
  EXPECT_EQ(code_of(accept("made-up", kBen)), Code::kNotFound);
}

TEST_F(OrganizationsTest, IsRunByAdminsAlone) {
  join(kBen, Role::kTrainer);
  EXPECT_EQ(code_of(invite(kBen, Role::kWalker)), Code::kForbidden);
  EXPECT_EQ(code_of(run_task(organizations.open_invitations(school, kBen))), Code::kForbidden);
  EXPECT_EQ(code_of(run_task(organizations.rename(school, kBen, "Mine"))), Code::kForbidden);
  EXPECT_EQ(code_of(change(kBen, kBen, Role::kAdmin)), Code::kForbidden);
  EXPECT_EQ(code_of(remove(kBen, kAnna)), Code::kForbidden);
  EXPECT_EQ(code_of(run_task(organizations.dissolve(school, kBen))), Code::kForbidden);
  ASSERT_TRUE(change(kAnna, kBen, Role::kAdmin).has_value());
  expect_twins(kBen, Role::kAdmin);
  EXPECT_TRUE(run_task(organizations.rename(school, kBen, "Better School")).has_value());
  EXPECT_EQ(run_task(organizations.list(kAnna))->front().name, "Better School");
}

TEST_F(OrganizationsTest, IsNeverWithoutAnAdmin) {
  join(kBen, Role::kTrainer);
  EXPECT_EQ(code_of(remove(kAnna, kAnna)), Code::kConflict);
  EXPECT_EQ(code_of(change(kAnna, kAnna, Role::kWalker)), Code::kConflict);
  EXPECT_TRUE(change(kAnna, kAnna, Role::kAdmin).has_value()) << "nothing changes";
  join(kCleo, Role::kAdmin);
  EXPECT_TRUE(remove(kAnna, kAnna).has_value());
  expect_twins(kAnna, std::nullopt);
  EXPECT_EQ(code_of(remove(kCleo, kCleo)), Code::kConflict);
  EXPECT_TRUE(remove(kBen, kBen).has_value()) << "others leave as they like";
}

TEST_F(OrganizationsTest, EndsForAllItsMembers) {
  join(kBen, Role::kTrainer);
  join(kCleo, Role::kAdmin);
  auto open = invite(kAnna, Role::kWalker);
  ASSERT_TRUE(run_task(organizations.dissolve(school, kAnna)).has_value());
  for (const std::string& who : {kAnna, kBen, kCleo}) expect_twins(who, std::nullopt);
  EXPECT_EQ(code_of(run_task(organizations.get(school, kAnna))), Code::kNotFound);
  EXPECT_EQ(code_of(accept(*open->token, kBen)), Code::kGone);
}

TEST_F(OrganizationsTest, TakesSomebodyIntoSeveral) {
  const auto second = run_task(organizations.create(person(kAnna), "Walkers"));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(run_task(organizations.list(kAnna))->size(), 2U);
  ASSERT_TRUE(run_task(organizations.dissolve(school, kAnna)).has_value());
  ASSERT_EQ(run_task(organizations.list(kAnna))->size(), 1U);
  EXPECT_EQ(run_task(organizations.list(kAnna))->front().name, "Walkers");
}

}  // namespace
}  // namespace doggy::organizations
