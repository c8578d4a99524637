// Organizations in a dog's circle, and what their members hold.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "registry/organizations/organizations.h"
#include "registry/testing/interrupted_store.h"
#include "registry/testing/world.h"

namespace doggy::circle {
namespace {

using testing::kOwner;
using testing::kStranger;
using testing::kTrainer;
using testing::kWalker;

const std::string kAdmin = "0192f0c0-0000-7000-8000-0000000000aa";

class OrganizationPlaces : public testing::World {
 protected:
  template <class T>
  static Code code_of(const Result<T>& result) {
    EXPECT_FALSE(result.has_value());
    return result.has_value() ? Code::kInvalid : result.error().code;
  }

  // An organization of that admin.
  std::string make_organization(const std::string& admin = kAdmin, const std::string& name = "Dog School") {
    return run_task(organizations.create({.id = admin, .name = "admin"}, name))->id.text();
  }
  void employ(const std::string& organization, const std::string& account, OrganizationRole role,
              const std::string& admin = kAdmin) {
    auto invitation = run_task(organizations.invite(organization, {.id = admin, .name = "admin"}, {.role = role}));
    ASSERT_TRUE(invitation.has_value());
    ASSERT_TRUE(run_task(organizations.accept(*invitation->token, {.id = account, .name = "staff"})).has_value());
  }
  Result<Accepted> accept_for(const std::string& token, const std::string& account, const std::string& organization) {
    return run_task(
        circle.accept(token, {.id = account, .name = "admin"}, {.organization_id = Uuid::parse(organization)}));
  }
  // `by` grants the dog to the organization.
  void grant_to(const std::string& dog, const std::string& by, const std::string& organization, Role role,
                std::optional<SectionChanges> sections = {}) {
    auto invitation = invite(dog, by, {.role = role, .sections = sections, .for_organization = true});
    ASSERT_TRUE(invitation.has_value());
    ASSERT_TRUE(accept_for(*invitation->token, kAdmin, organization).has_value());
  }
  Result<void> remove(const std::string& dog, const std::string& by, const std::string& who) {
    return run_task(circle.remove_member(dog, actor(dog, by), who));
  }
  Role role_of(const std::string& dog, const std::string& who) { return grant(dog, who)->places.front().role; }
  std::uint64_t version_of(const std::string& dog, const std::string& who) {
    return run_task(circle.all_dogs_of(who))->at(dog).version;
  }

  std::vector<std::string> told;
  organizations::Organizations organizations{store, clock, [this](const std::string& id) { told.push_back(id); }};
};

TEST_F(OrganizationPlaces, LetMembersActInTheWeakerOfTheirTwoRoles) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  employ(school, kWalker, OrganizationRole::kWalker);
  grant_to(dog, kOwner, school, Role::kTrainer);
  EXPECT_EQ(role_of(dog, kAdmin), Role::kTrainer);
  EXPECT_EQ(role_of(dog, kTrainer), Role::kTrainer);
  EXPECT_EQ(role_of(dog, kWalker), Role::kWalker);
  EXPECT_EQ(grant(dog, kWalker)->places.front().sections, default_sections(Role::kWalker));
  EXPECT_EQ(grant(dog, kTrainer)->places.front().organization->name, "Dog School");
  EXPECT_EQ(code_of(grant(dog, kStranger)), Code::kNotFound);
}

TEST_F(OrganizationPlaces, EndWithTheMembershipAndWithTheGrant) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kWalker, OrganizationRole::kWalker);
  grant_to(dog, kOwner, school, Role::kWalker);
  ASSERT_TRUE(grant(dog, kWalker).has_value());
  ASSERT_TRUE(run_task(organizations.remove(school, kAdmin, kWalker)).has_value());
  EXPECT_EQ(told.back(), kWalker);
  EXPECT_EQ(code_of(grant(dog, kWalker)), Code::kNotFound);
  EXPECT_EQ(run_task(circle.all_dogs_of(kWalker))->size(), 0U);
  EXPECT_TRUE(grant(dog, kAdmin).has_value());
  ASSERT_TRUE(remove(dog, kOwner, school).has_value());
  EXPECT_EQ(code_of(grant(dog, kAdmin)), Code::kNotFound);
}

TEST_F(OrganizationPlaces, EndWithTheirTime) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  grant_to(dog, kOwner, school, Role::kWalker);
  ASSERT_TRUE(run_task(circle.change_member(dog, actor(dog, kOwner), school,
                                            {.expires_at = Timestamp::from_unix_ms(now_ms + kDayMs)}))
                  .has_value());
  now_ms += kDayMs;
  EXPECT_EQ(code_of(grant(dog, kAdmin)), Code::kNotFound);
  EXPECT_EQ(run_task(circle.all_dogs_of(kAdmin))->size(), 0U);
  EXPECT_TRUE(run_task(organizations.dissolve(school, kAdmin)).has_value()) << "it has no dog any more";
}

TEST_F(OrganizationPlaces, StandBesideOnesOwn) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kWalker, Role::kWalker);
  const std::string school = make_organization();
  employ(school, kWalker, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  ASSERT_EQ(grant(dog, kWalker)->places.size(), 2U);
  EXPECT_EQ(role_of(dog, kWalker), Role::kTrainer);
  EXPECT_EQ(run_task(circle.all_dogs_of(kWalker))->size(), 1U) << "one dog, however many places";
  ASSERT_TRUE(remove(dog, kOwner, school).has_value());
  EXPECT_EQ(role_of(dog, kWalker), Role::kWalker);
}

TEST_F(OrganizationPlaces, ChangeTheVersionWheneverTheyChange) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kWalker, Role::kWalker);
  const std::string school = make_organization();
  std::set<std::uint64_t> seen{version_of(dog, kWalker)};
  const auto expect_another = [&](const char* what) {
    EXPECT_TRUE(seen.insert(version_of(dog, kWalker)).second) << what;
  };
  employ(school, kWalker, OrganizationRole::kWalker);
  EXPECT_EQ(seen, std::set{version_of(dog, kWalker)}) << "the school has nothing to do with the dog yet";
  grant_to(dog, kOwner, school, Role::kTrainer);
  expect_another("the school came");
  ASSERT_TRUE(run_task(organizations.change_role(school, kAdmin, kWalker, OrganizationRole::kTrainer)).has_value());
  expect_another("another role in the school");
  ASSERT_TRUE(run_task(circle.change_member(dog, actor(dog, kOwner), school,
                                            {.sections = SectionChanges{.health = Level::kNone}}))
                  .has_value());
  expect_another("the school's place was narrowed");
  ASSERT_TRUE(run_task(organizations.remove(school, kWalker, kWalker)).has_value());
  EXPECT_EQ(version_of(dog, kWalker), *seen.begin()) << "their own place is as it was";
}

TEST_F(OrganizationPlaces, AreListedOnceInPagesOverAllOrganizations) {
  const std::string school = make_organization();
  const std::string walkers = make_organization(kStranger, "Walkers");
  employ(walkers, kAdmin, OrganizationRole::kTrainer, kStranger);
  std::set<std::string> made;
  for (int i = 0; i < 9; ++i) {
    const std::string dog = make_dog(kAdmin, "owner");
    made.insert(dog);
    now_ms += 1;
    if (i % 3 != 0) grant_to(dog, kAdmin, school, Role::kTrainer);
  }
  const Uuid for_walkers = *Uuid::parse(walkers);
  auto dog = run_task(dogs.create({.id = kStranger, .name = "s"},
                                  {{"name", "Ida"}, {"role", "owner"}, {"organizationId", for_walkers.text()}}));
  ASSERT_TRUE(dog.has_value());
  made.insert(dog->id.text());
  for (std::size_t limit : {1U, 2U, 3U, 20U}) {
    std::vector<std::string> listed;
    std::string after;
    do {
      auto page = run_task(circle.dogs_of(kAdmin, after, limit));
      ASSERT_TRUE(page.has_value());
      EXPECT_LE(page->items.size(), limit);
      for (const Membership& one : page->items) listed.push_back(one.dog_id);
      after = page->next;
    } while (!after.empty());
    EXPECT_EQ(listed, std::vector(made.begin(), made.end())) << limit << " at once";
  }
}

TEST_F(OrganizationPlaces, AreAcceptedByAnAdminOfTheOrganizationAlone) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  auto invitation = invite(dog, kOwner, {.role = Role::kTrainer, .for_organization = true});
  EXPECT_EQ(code_of(accept(*invitation->token, kAdmin)), Code::kInvalid) << "for which?";
  EXPECT_EQ(code_of(accept_for(*invitation->token, kTrainer, school)), Code::kForbidden);
  EXPECT_EQ(code_of(accept_for(*invitation->token, kStranger, school)), Code::kNotFound);
  EXPECT_EQ(accept_for(*invitation->token, kStranger, school).error(),
            accept_for(*invitation->token, kStranger, kOwner).error())
      << "the organization of others and none at all are alike";
  EXPECT_TRUE(accept_for(*invitation->token, kAdmin, school).has_value());
  EXPECT_TRUE(accept_for(*invitation->token, kAdmin, school).has_value()) << "a second tap is told the same";
  EXPECT_EQ(run_task(circle.members(dog))->size(), 2U);
  const std::string other = make_organization(kStranger, "Others");
  EXPECT_EQ(code_of(accept_for(*invitation->token, kStranger, other)), Code::kGone);
}

TEST_F(OrganizationPlaces, AreNotTakenByAnInvitationForAPerson) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  auto invitation = invite(dog, kOwner, {.role = Role::kTrainer});
  EXPECT_EQ(code_of(accept_for(*invitation->token, kAdmin, school)), Code::kInvalid);
}

TEST_F(OrganizationPlaces, HoldNoMoreThanTheirRole) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  const SectionChanges more{.health = Level::kWrite};
  EXPECT_EQ(code_of(invite(dog, kOwner, {.role = Role::kWalker, .sections = more, .for_organization = true})),
            Code::kInvalid);
  grant_to(dog, kOwner, school, Role::kWalker);
  EXPECT_EQ(code_of(run_task(circle.change_member(dog, actor(dog, kOwner), school, {.sections = more}))),
            Code::kInvalid);
}

TEST_F(OrganizationPlaces, MakeInvitationsThatEndWithTheMembership) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  auto invitation = invite(dog, kTrainer, {.role = Role::kWalker});
  ASSERT_TRUE(invitation.has_value());
  EXPECT_EQ(invitation->organization->id, school);
  ASSERT_TRUE(run_task(organizations.remove(school, kAdmin, kTrainer)).has_value());
  EXPECT_EQ(code_of(accept(*invitation->token, kStranger)), Code::kGone);
}

TEST_F(OrganizationPlaces, AreNotTurnedIntoAPlaceOfOnesOwn) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  const auto invitation = invite(dog, kTrainer, {.role = Role::kTrainer});
  EXPECT_EQ(code_of(accept(*invitation->token, kTrainer)), Code::kForbidden);
  const std::string other = make_organization(kTrainer, "Of their own");
  const auto for_other = invite(dog, kTrainer, {.role = Role::kTrainer, .for_organization = true});
  EXPECT_EQ(code_of(accept_for(*for_other->token, kTrainer, other)), Code::kForbidden);
  ASSERT_TRUE(run_task(organizations.remove(school, kAdmin, kTrainer)).has_value());
  EXPECT_EQ(code_of(grant(dog, kTrainer)), Code::kNotFound);
  EXPECT_EQ(run_task(circle.members(dog))->size(), 2U);
}

TEST_F(OrganizationPlaces, GiveForAsLongAsTheOneThatLastsLongest) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  join(dog, kOwner, kTrainer, Role::kTrainer);
  const auto soon = Timestamp::from_unix_ms(now_ms + kDayMs);
  ASSERT_TRUE(run_task(circle.change_member(dog, actor(dog, kOwner), kTrainer, {.expires_at = soon})).has_value());
  auto invitation = invite(dog, kTrainer, {.role = Role::kWalker});
  EXPECT_EQ(invitation->organization->id, school) << "their own place ends tomorrow";
  ASSERT_TRUE(accept(*invitation->token, kStranger).has_value());
  now_ms += kDayMs;
  EXPECT_TRUE(grant(dog, kStranger).has_value());
}

TEST_F(OrganizationPlaces, AreAddedForNoLongerThanTheirGiverHolds) {
  const std::string dog = make_dog(kOwner, "owner");
  join(dog, kOwner, kAdmin, Role::kTrainer);
  const auto soon = Timestamp::from_unix_ms(now_ms + kDayMs);
  ASSERT_TRUE(run_task(circle.change_member(dog, actor(dog, kOwner), kAdmin, {.expires_at = soon})).has_value());
  NewOrganizationPlace place{.organization_id = *Uuid::parse(make_organization()), .role = Role::kTrainer};
  place.expires_at = Timestamp::from_unix_ms(now_ms + 2 * kDayMs);
  EXPECT_EQ(code_of(run_task(circle.add_organization(dog, actor(dog, kAdmin), place))), Code::kForbidden);
  place.expires_at.reset();
  auto added = run_task(circle.add_organization(dog, actor(dog, kAdmin), place));
  ASSERT_TRUE(added.has_value());
  EXPECT_EQ(added->expires_at, soon);
}

TEST_F(OrganizationPlaces, AreAddedDirectlyByAnAdminWhoMayInvite) {
  const std::string dog = make_dog(kAdmin, "owner");
  const std::string school = make_organization();
  const auto add = [&](const std::string& by, const std::string& organization, Role role) {
    return run_task(
        circle.add_organization(dog, actor(dog, by), {.organization_id = *Uuid::parse(organization), .role = role}));
  };
  join(dog, kAdmin, kWalker, Role::kWalker);
  join(dog, kAdmin, kTrainer, Role::kTrainer);
  employ(school, kTrainer, OrganizationRole::kTrainer);
  const std::string walkers = make_organization(kWalker, "Walkers");
  EXPECT_EQ(code_of(add(kTrainer, school, Role::kTrainer)), Code::kForbidden) << "no admin";
  EXPECT_EQ(code_of(add(kWalker, walkers, Role::kWalker)), Code::kForbidden) << "may not invite";
  EXPECT_EQ(code_of(add(kAdmin, walkers, Role::kWalker)), Code::kNotFound) << "not theirs";
  ASSERT_TRUE(add(kAdmin, school, Role::kTrainer).has_value());
  EXPECT_EQ(code_of(add(kAdmin, school, Role::kTrainer)), Code::kConflict);
}

TEST_F(OrganizationPlaces, KeepADogAndAreCountedAsItsKeepers) {
  const std::string school = make_organization();
  auto made = run_task(
      dogs.create({.id = kAdmin, .name = "admin"}, {{"name", "Balu"}, {"role", "owner"}, {"organizationId", school}}));
  ASSERT_TRUE(made.has_value());
  const std::string dog = made->id.text();
  EXPECT_EQ(role_of(dog, kAdmin), Role::kOwner);
  EXPECT_FALSE(made->you->member_id.has_value());
  EXPECT_EQ(code_of(remove(dog, kAdmin, school)), Code::kConflict) << "the last owner";
  EXPECT_EQ(code_of(run_task(organizations.dissolve(school, kAdmin))), Code::kConflict) << "it has a dog";
  join(dog, kAdmin, kOwner, Role::kOwner);
  EXPECT_TRUE(remove(dog, kAdmin, school).has_value()) << "another owner is there";
}

TEST_F(OrganizationPlaces, AreMadeByItsAdminsAndTrainersOnly) {
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  employ(school, kWalker, OrganizationRole::kWalker);
  const auto create = [&](const std::string& by) {
    return run_task(
        dogs.create({.id = by, .name = "x"}, {{"name", "Ida"}, {"role", "owner"}, {"organizationId", school}}));
  };
  auto made = create(kTrainer);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->you->role, Role::kTrainer) << "the school owns it, its trainer trains it";
  EXPECT_EQ(code_of(create(kWalker)), Code::kForbidden);
  EXPECT_EQ(code_of(create(kStranger)), Code::kNotFound);
}

TEST_F(OrganizationPlaces, AreHandedOverToAPersonAndBack) {
  const std::string shelter = make_organization(kAdmin, "Shelter");
  const std::string dog = run_task(dogs.create({.id = kAdmin, .name = "admin"},
                                               {{"name", "Balu"}, {"role", "owner"}, {"organizationId", shelter}}))
                              ->id.text();
  employ(shelter, kTrainer, OrganizationRole::kTrainer);
  EXPECT_EQ(code_of(invite(dog, kTrainer, {.role = Role::kOwner, .transfer = true})), Code::kForbidden)
      << "its trainer is no owner";
  auto adoption = invite(dog, kAdmin, {.role = Role::kOwner, .transfer = true});
  ASSERT_TRUE(adoption.has_value());
  ASSERT_TRUE(accept(*adoption->token, kOwner).has_value());
  EXPECT_EQ(role_of(dog, kOwner), Role::kOwner);
  EXPECT_EQ(code_of(grant(dog, kAdmin)), Code::kNotFound);
  EXPECT_EQ(run_task(circle.members(dog))->size(), 1U);

  auto intake = invite(dog, kOwner, {.role = Role::kOwner, .transfer = true, .for_organization = true});
  ASSERT_TRUE(accept_for(*intake->token, kAdmin, shelter).has_value());
  EXPECT_EQ(role_of(dog, kAdmin), Role::kOwner);
  EXPECT_EQ(code_of(grant(dog, kOwner)), Code::kNotFound);
}

TEST_F(OrganizationPlaces, AreNotHandedOverByWhoIsNoAdminAnyMore) {
  const std::string shelter = make_organization(kAdmin, "Shelter");
  const std::string dog = run_task(dogs.create({.id = kAdmin, .name = "admin"},
                                               {{"name", "Balu"}, {"role", "owner"}, {"organizationId", shelter}}))
                              ->id.text();
  employ(shelter, kTrainer, OrganizationRole::kAdmin);
  auto adoption = invite(dog, kAdmin, {.role = Role::kOwner, .transfer = true});
  ASSERT_TRUE(run_task(organizations.change_role(shelter, kTrainer, kAdmin, OrganizationRole::kTrainer)).has_value());
  EXPECT_EQ(code_of(accept(*adoption->token, kOwner)), Code::kGone);
  EXPECT_EQ(role_of(dog, kTrainer), Role::kOwner);
}

TEST_F(OrganizationPlaces, LeaveAtTheWordOfAnAdminAndNotOfAMember) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kWalker, OrganizationRole::kWalker);
  grant_to(dog, kOwner, school, Role::kWalker);
  EXPECT_EQ(code_of(remove(dog, kWalker, school)), Code::kForbidden);
  EXPECT_TRUE(remove(dog, kAdmin, school).has_value()) << "walkers of the dog, and admin of the school";
}

TEST_F(OrganizationPlaces, AreCalledWhatTheOrganizationIsCalledNow) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  grant_to(dog, kOwner, school, Role::kTrainer);
  ASSERT_TRUE(run_task(organizations.rename(school, kAdmin, "Better School")).has_value());
  EXPECT_EQ(run_task(circle.members(dog))->back().name, "Better School");
  EXPECT_EQ(grant(dog, kAdmin)->places.front().organization->name, "Better School");
}

// Between the decision and the commit, where neither the dog's log nor its circle tells of it.
TEST_F(OrganizationPlaces, WhoIsDemotedThereChangesNoCircleAnyMore) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  join(dog, kOwner, kWalker, Role::kWalker);
  testing::InterruptedStore interrupted(store);
  log::DogLog its_log(interrupted);
  Circle its_circle(interrupted, its_log, clock);
  const auto open = invite(dog, kOwner, {.role = Role::kWalker});

  const std::map<std::string, std::function<Code(Actor)>> writes{
      {"invite", [&](Actor by) { return code_of(run_task(its_circle.invite(dog, by, {.role = Role::kWalker}))); }},
      {"revoke", [&](Actor by) { return code_of(run_task(its_circle.revoke_invitation(dog, by, open->id.text()))); }},
      {"change",
       [&](Actor by) { return code_of(run_task(its_circle.change_member(dog, by, kWalker, {.role = Role::kCarer}))); }},
      {"remove", [&](Actor by) { return code_of(run_task(its_circle.remove_member(dog, by, kWalker))); }}};
  for (const auto& [name, write] : writes) {
    const Actor by = actor(dog, kTrainer);
    const std::uint64_t before = *run_task(log.last_seq(dog));
    interrupted.before_next_commit([&]() -> Task<void> {
      const auto demoted = co_await organizations.change_role(school, kAdmin, kTrainer, OrganizationRole::kWalker);
      EXPECT_TRUE(demoted.has_value());
    });
    EXPECT_EQ(write(by), Code::kForbidden) << name;
    EXPECT_EQ(run_task(log.last_seq(dog)), before) << name;
    ASSERT_TRUE(run_task(organizations.change_role(school, kAdmin, kTrainer, OrganizationRole::kTrainer)).has_value());
  }
}

// An invitation is worth what its maker may still give at that moment.
TEST_F(OrganizationPlaces, WhoseMakerIsDemotedLetNobodyIn) {
  const std::string dog = make_dog(kOwner, "owner");
  const std::string school = make_organization();
  employ(school, kTrainer, OrganizationRole::kTrainer);
  grant_to(dog, kOwner, school, Role::kTrainer);
  const auto invitation = invite(dog, kTrainer, {.role = Role::kWalker});
  ASSERT_TRUE(invitation.has_value());
  testing::InterruptedStore interrupted(store);
  log::DogLog its_log(interrupted);
  Circle its_circle(interrupted, its_log, clock);
  interrupted.before_next_commit([&]() -> Task<void> {
    const auto demoted = co_await organizations.change_role(school, kAdmin, kTrainer, OrganizationRole::kWalker);
    EXPECT_TRUE(demoted.has_value());
  });
  EXPECT_EQ(code_of(run_task(its_circle.accept(*invitation->token, {.id = kStranger, .name = "s"}))), Code::kGone);
  EXPECT_EQ(code_of(grant(dog, kStranger)), Code::kNotFound);
}

}  // namespace
}  // namespace doggy::circle
