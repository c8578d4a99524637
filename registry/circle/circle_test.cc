#include "registry/circle/circle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "registry/store/faulty_store.h"
#include "registry/testing/world.h"

namespace doggy::circle {
namespace {

using testing::kOwner;
using testing::kStranger;
using testing::kTrainer;
using testing::kWalker;

class CircleTest : public testing::World {
 protected:
  explicit CircleTest(store::MemoryStore::Limits limits = {}) : World(limits) {}

  template <class T>
  static Code code_of(const Result<T>& result) {
    EXPECT_FALSE(result.has_value());
    return result.has_value() ? Code::kInvalid : result.error().code;
  }
  Result<Member> change(const std::string& dog, const std::string& by, const std::string& who, MemberChange what) {
    return run_task(circle.change_member(dog, actor(dog, by), who, std::move(what)));
  }
  Result<void> remove(const std::string& dog, const std::string& by, const std::string& who) {
    return run_task(circle.remove_member(dog, actor(dog, by), who));
  }
};

TEST_F(CircleTest, MakesTheCreatorTheFirstMemberInTheirRole) {
  const std::string dog = make_dog(kTrainer);
  ASSERT_TRUE(grant(dog, kTrainer).has_value());
  EXPECT_EQ(grant(dog, kTrainer)->places.front().role, Role::kTrainer);
  EXPECT_EQ(grant(dog, kTrainer)->places.front().sections, default_sections(Role::kTrainer));
  EXPECT_EQ(code_of(grant(dog, kStranger)), Code::kNotFound);
  EXPECT_EQ(grant(dog, kStranger).error(), grant(testing::kOwner, kStranger).error()) << "hidden and missing are alike";
}

TEST_F(CircleTest, ListsEveryMemberOfALargeCircle) {
  const std::string dog = make_dog(kTrainer);
  constexpr int kMany = 1100;
  for (int n = 0; n < kMany; ++n) {
    const std::string id = fmt::format("0192f0c0-0000-7000-8000-{:012}", n);
    const Member member{.id = id, .account_id = id, .name = "n", .role = Role::kWalker, .since = clock()};
    ASSERT_TRUE(run_task(store.commit(member_writes(dog, member, 1, store::Absent{}))).has_value());
  }
  EXPECT_EQ(run_task(circle.members(dog))->size(), kMany + 1U);
}

TEST_F(CircleTest, ListsOpenInvitationsNewestFirstHoweverManyWereUsed) {
  const std::string dog = make_dog(kTrainer);
  const auto older = invite(dog, kTrainer, {.role = Role::kWalker});
  now_ms += 1000;
  for (int i = 0; i < 1001; ++i) {
    const auto used = invite(dog, kTrainer, {.role = Role::kWalker});
    ASSERT_TRUE(run_task(circle.revoke_invitation(dog, actor(dog, kTrainer), used->id.text())).has_value());
  }
  now_ms += 1000;
  const auto newer = invite(dog, kTrainer, {.role = Role::kCarer});
  const auto open = run_task(circle.open_invitations(dog));
  ASSERT_TRUE(open.has_value());
  ASSERT_EQ(open->size(), 2U);
  EXPECT_EQ(open->front().id, newer->id);
  EXPECT_EQ(open->back().id, older->id);
}

TEST_F(CircleTest, LetsAnInvitedPersonInOnce) {
  const std::string dog = make_dog(kTrainer);
  auto invitation = invite(dog, kTrainer, {.role = Role::kOwner});
  ASSERT_TRUE(invitation.has_value());
  auto preview = run_task(circle.preview(*invitation->token));
  ASSERT_TRUE(preview.has_value());
  EXPECT_EQ(preview->dog_name, "Balu");
  EXPECT_EQ(preview->role, Role::kOwner);

  auto accepted = accept(*invitation->token, kOwner);
  ASSERT_TRUE(accepted.has_value());
  EXPECT_EQ(accepted->dog_id, dog);
  EXPECT_EQ(grant(dog, kOwner)->places.front().role, Role::kOwner);
  EXPECT_TRUE(accept(*invitation->token, kOwner).has_value()) << "a second tap is told the same";
  EXPECT_EQ(code_of(accept(*invitation->token, kStranger)), Code::kGone);
  EXPECT_EQ(code_of(run_task(circle.preview(*invitation->token))), Code::kGone);
}

TEST_F(CircleTest, KeepsNoInvitationTokenInTheStore) {
  const std::string dog = make_dog(kTrainer);
  auto invitation = invite(dog, kTrainer, {.role = Role::kOwner});
  for (const store::Item& item : store.all_items())
    for (const std::string& text : {item.key.pk, item.key.sk, item.body, item.label})
      EXPECT_EQ(text.find(*invitation->token), std::string::npos);
}

TEST_F(CircleTest, RefusesAnInvitationThatHasEnded) {
  const std::string dog = make_dog(kTrainer);
  auto expired = invite(dog, kTrainer, {.role = Role::kWalker});
  auto revoked = invite(dog, kTrainer, {.role = Role::kWalker});
  ASSERT_TRUE(run_task(circle.revoke_invitation(dog, actor(dog, kTrainer), revoked->id.text())).has_value());
  EXPECT_EQ(code_of(accept(*revoked->token, kWalker)), Code::kGone);
  EXPECT_EQ(run_task(circle.open_invitations(dog))->size(), 1U);
  now_ms += 7 * kDayMs;
  EXPECT_EQ(code_of(accept(*expired->token, kWalker)), Code::kGone);
  EXPECT_EQ(run_task(circle.open_invitations(dog))->size(), 0U);
  EXPECT_EQ(code_of(accept("made-up", kWalker)), Code::kNotFound);
}

TEST_F(CircleTest, HonorsAnInvitationOnlyAsLongAsItsMakerMayGiveIt) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  auto invitation = invite(dog, kTrainer, {.role = Role::kWalker});
  ASSERT_TRUE(remove(dog, kOwner, kTrainer).has_value());
  EXPECT_EQ(code_of(accept(*invitation->token, kWalker)), Code::kGone);
}

TEST_F(CircleTest, LetsATrainerInviteAnOwnerOnlyWhileThereIsNone) {
  const std::string dog = make_dog(kTrainer);
  join(dog, kTrainer, kOwner, Role::kOwner);
  EXPECT_EQ(code_of(invite(dog, kTrainer, {.role = Role::kOwner})), Code::kForbidden);
  EXPECT_TRUE(invite(dog, kOwner, {.role = Role::kOwner}).has_value());
}

TEST_F(CircleTest, LetsNobodyGiveMoreThanTheyHold) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  join(dog, kOwner, kWalker, Role::kWalker);
  EXPECT_EQ(code_of(invite(dog, kWalker, {.role = Role::kWalker})), Code::kForbidden);
  ASSERT_TRUE(change(dog, kOwner, kTrainer, {.sections = SectionChanges{.health = Level::kRead}}).has_value());
  EXPECT_EQ(code_of(invite(dog, kTrainer, {.role = Role::kTrainer})), Code::kForbidden);
  EXPECT_TRUE(
      invite(dog, kTrainer, {.role = Role::kTrainer, .sections = SectionChanges{.health = Level::kRead}}).has_value());
}

TEST_F(CircleTest, ChangesAndRevokesAtOnce) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kWalker, Role::kWalker);
  auto changed = change(dog, kOwner, kWalker, {.sections = SectionChanges{.behavior = Level::kNone}});
  ASSERT_TRUE(changed.has_value());
  EXPECT_EQ(grant(dog, kWalker)->places.front().sections.behavior, Level::kNone);
  EXPECT_EQ(grant(dog, kWalker)->places.front().sections.notes, Level::kWrite);
  ASSERT_TRUE(remove(dog, kOwner, kWalker).has_value());
  EXPECT_EQ(code_of(grant(dog, kWalker)), Code::kNotFound);
  EXPECT_TRUE(run_task(circle.dogs_of(kWalker, "", 10))->items.empty());
}

TEST_F(CircleTest, EndsAGrantWithItsTime) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kWalker, Role::kWalker);
  ASSERT_TRUE(change(dog, kOwner, kWalker, {.expires_at = Timestamp::from_unix_ms(now_ms + kDayMs)}).has_value());
  EXPECT_TRUE(grant(dog, kWalker).has_value());
  now_ms += kDayMs;
  EXPECT_EQ(code_of(grant(dog, kWalker)), Code::kNotFound);
  EXPECT_TRUE(run_task(circle.dogs_of(kWalker, "", 10))->items.empty());
  EXPECT_EQ(run_task(circle.members(dog))->size(), 1U);
  join(dog, kOwner, kWalker, Role::kWalker);
  EXPECT_TRUE(grant(dog, kWalker).has_value()) << "an expired member may be invited again";
}

TEST_F(CircleTest, LetsNobodyGiveLongerThanTheyHold) {
  const auto in_days = [this](int days) { return Timestamp::from_unix_ms(now_ms + days * kDayMs); };
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  join(dog, kOwner, kWalker, Role::kWalker);
  auto early = invite(dog, kTrainer, {.role = Role::kCarer});
  ASSERT_TRUE(change(dog, kOwner, kTrainer, {.expires_at = in_days(3)}).has_value());

  const auto prolonged = change(dog, kTrainer, kTrainer, {.expires_at = in_days(30)});
  EXPECT_EQ(code_of(prolonged), Code::kForbidden);
  EXPECT_EQ(prolonged.error().fields.at(0).field, "expiresAt");
  EXPECT_EQ(code_of(change(dog, kTrainer, kWalker, {.role = Role::kTrainer})), Code::kForbidden)
      << "the walker's place has no end";
  const SectionChanges more{.training = Level::kWrite};
  EXPECT_EQ(code_of(change(dog, kTrainer, kWalker, {.sections = more})), Code::kForbidden);
  // To take away is to give nothing.
  EXPECT_TRUE(change(dog, kTrainer, kWalker, {.sections = SectionChanges{.notes = Level::kRead}}).has_value());
  EXPECT_TRUE(change(dog, kTrainer, kWalker, {.expires_at = in_days(30)}).has_value());
  EXPECT_TRUE(change(dog, kTrainer, kWalker, {.sections = more, .expires_at = in_days(3)}).has_value());
  EXPECT_TRUE(change(dog, kTrainer, kTrainer, {.expires_at = in_days(2)}).has_value());

  ASSERT_TRUE(accept(*early->token, kStranger).has_value());
  EXPECT_TRUE(grant(dog, kStranger).has_value());
  EXPECT_TRUE(change(dog, kOwner, kWalker, {.expires_at = in_days(30)}).has_value()) << "the owner's has no end";
  now_ms += 2 * kDayMs;
  EXPECT_EQ(code_of(grant(dog, kTrainer)), Code::kNotFound);
  EXPECT_EQ(code_of(grant(dog, kStranger)), Code::kNotFound) << "ends with the place that gave it";
  EXPECT_TRUE(grant(dog, kWalker).has_value());
}

TEST_F(CircleTest, LeavesNoDogWithoutAKeeper) {
  const std::string dog = make_dog(kTrainer);
  EXPECT_EQ(code_of(remove(dog, kTrainer, kTrainer)), Code::kConflict) << "the last trainer of a dog without an owner";
  join(dog, kTrainer, kOwner, Role::kOwner);
  EXPECT_EQ(code_of(remove(dog, kOwner, kOwner)), Code::kConflict) << "the last owner";
  EXPECT_EQ(code_of(change(dog, kOwner, kOwner, {.role = Role::kWalker})), Code::kConflict);
  EXPECT_EQ(code_of(change(dog, kOwner, kOwner, {.expires_at = Timestamp::from_unix_ms(now_ms + kDayMs)})),
            Code::kConflict);
  EXPECT_TRUE(remove(dog, kTrainer, kTrainer).has_value()) << "an owner is there";
}

TEST_F(CircleTest, LetsAnyoneLeaveButNotPutOthersOut) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  join(dog, kOwner, kWalker, Role::kWalker);
  EXPECT_EQ(code_of(remove(dog, kWalker, kTrainer)), Code::kForbidden);
  EXPECT_EQ(code_of(remove(dog, kTrainer, kOwner)), Code::kForbidden);
  EXPECT_EQ(code_of(change(dog, kWalker, kWalker, {.role = Role::kOwner})), Code::kForbidden);
  EXPECT_TRUE(remove(dog, kWalker, kWalker).has_value());
  EXPECT_EQ(code_of(remove(dog, kOwner, kStranger)), Code::kNotFound);
}

TEST_F(CircleTest, DissolvesForEverybody) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  EXPECT_EQ(code_of(run_task(dogs.remove(dog, actor(dog, kTrainer)))), Code::kForbidden);
  ASSERT_TRUE(run_task(dogs.remove(dog, actor(dog, kOwner))).has_value());
  EXPECT_EQ(code_of(grant(dog, kOwner)), Code::kNotFound);
  EXPECT_EQ(code_of(grant(dog, kTrainer)), Code::kNotFound);
}

class LargeCircle : public CircleTest {
 protected:
  LargeCircle() : CircleTest({.writes = 25}) {}
};

TEST_F(LargeCircle, DissolvesInStepsWhereTheStoreTakesLittleAtOnce) {
  const std::string dog = make_dog(kOwner, "owner");
  std::vector<std::string> walkers;
  for (int i = 0; i < 20; ++i) {
    walkers.push_back(fmt::format("0192f0c0-0000-7000-7000-{:012}", i));  // Some before the owner, by their ids.
    join(dog, kOwner, walkers.back(), Role::kWalker);
  }
  join(dog, kOwner, kTrainer, Role::kTrainer);
  const circle::Actor owner = actor(dog, kOwner);

  store::FaultyStore faulty(store);
  log::DogLog faulty_log(faulty);
  Circle faulty_circle(faulty, faulty_log, clock);
  faulty.plan_commits({store::Fault::kNone, store::Fault::kFailBefore});
  EXPECT_EQ(code_of(run_task(faulty_circle.dissolve(dog, owner))), Code::kUnavailable);
  EXPECT_TRUE(grant(dog, kOwner).has_value()) << "can do it again";
  const auto jobs = [this] {
    return std::ranges::count_if(store.all_items(), [](const store::Item& item) {
      return item.key.pk.starts_with("JOBS#") && item.body.find(kEraseDog) != std::string::npos;
    });
  };
  EXPECT_EQ(jobs(), 0);

  ASSERT_TRUE(run_task(circle.dissolve(dog, owner)).has_value());
  EXPECT_EQ(code_of(grant(dog, kOwner)), Code::kNotFound);
  EXPECT_EQ(code_of(grant(dog, kTrainer)), Code::kNotFound);
  for (const std::string& walker : walkers) EXPECT_EQ(code_of(grant(dog, walker)), Code::kNotFound);
  EXPECT_TRUE(run_task(circle.members(dog))->empty());
  EXPECT_EQ(jobs(), 1);
}

TEST_F(CircleTest, HandsADogOverWhenBothSidesAgree) {
  const std::string dog = make_dog(kOwner, "owner");
  const auto invitation = invite(dog, kOwner, {.role = Role::kOwner, .transfer = true});
  ASSERT_TRUE(invitation.has_value());
  EXPECT_EQ(grant(dog, kOwner)->places.front().role, Role::kOwner) << "until the other accepts";
  ASSERT_TRUE(accept(*invitation->token, kStranger).has_value());
  EXPECT_EQ(grant(dog, kStranger)->places.front().role, Role::kOwner);
  EXPECT_EQ(code_of(grant(dog, kOwner)), Code::kNotFound);
  EXPECT_EQ(code_of(run_task(circle.accept(*invitation->token, {.id = kOwner, .name = "old"}))), Code::kGone);
}

TEST_F(CircleTest, HandsADogOverToItsTrainer) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kTrainer, Role::kTrainer);
  const auto invitation = invite(dog, kOwner, {.role = Role::kOwner, .transfer = true});
  ASSERT_TRUE(invitation.has_value());
  EXPECT_EQ(code_of(accept(*invitation->token, kOwner)), Code::kConflict) << "nobody hands over to themselves";
  ASSERT_TRUE(accept(*invitation->token, kTrainer).has_value());
  EXPECT_EQ(grant(dog, kTrainer)->places.front().role, Role::kOwner);
  EXPECT_EQ(code_of(grant(dog, kOwner)), Code::kNotFound);
}

TEST_F(CircleTest, OnlyAnOwnerHandsOverAndOnlyToAnOwner) {
  const std::string dog = make_dog(kTrainer);
  EXPECT_EQ(code_of(invite(dog, kTrainer, {.role = Role::kOwner, .transfer = true})), Code::kForbidden);
  join(dog, kTrainer, kOwner, Role::kOwner);
  EXPECT_EQ(code_of(invite(dog, kOwner, {.role = Role::kWalker, .transfer = true})), Code::kInvalid);
  EXPECT_EQ(code_of(invite(dog, kOwner, {.role = Role::kOwner, .sections = SectionChanges{}, .transfer = true})),
            Code::kInvalid);
}

TEST_F(CircleTest, WhoOwnsTheDogNoLongerHandsNothingOver) {
  const std::string dog = make_dog(kOwner, "owner");
  const auto invitation = invite(dog, kOwner, {.role = Role::kOwner, .transfer = true});
  join(dog, kOwner, kTrainer, Role::kOwner);
  ASSERT_TRUE(change(dog, kTrainer, kOwner, {.role = Role::kTrainer}).has_value());
  EXPECT_EQ(code_of(accept(*invitation->token, kStranger)), Code::kGone);
}

}  // namespace
}  // namespace doggy::circle
