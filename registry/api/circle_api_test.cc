#include "registry/api/circle_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CircleApi : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] std::string member(const Person& person) const { return circle() + "/" + person.id; }
  [[nodiscard]] std::string circle() const { return dog_path(dog_id_) + "/circle"; }
  [[nodiscard]] std::string invitations() const { return dog_path(dog_id_) + "/invitations"; }

  std::string dog_id_;
};

std::string link_of(const Reply& invitation) {
  return "/v1/invitations/" + invitation.text("/token");
}

TEST_F(CircleApi, MembersSeeEachOther) {
  for (const Person* person : {&trainer(), &owner(), &walker()}) {
    const Reply circle_seen = person->get(circle());
    ASSERT_EQ(circle_seen.status, 200u);
    EXPECT_THAT(circle_seen.ids(), ElementsAre(trainer().id, owner().id, walker().id));
    EXPECT_EQ(circle_seen.text("/items/2/name"), "Wanda");
    EXPECT_EQ(circle_seen.text("/items/2/role"), "walker");
    EXPECT_EQ(circle_seen.text("/items/2/sections/training"), "read");
    EXPECT_EQ(circle_seen.text("/items/2/grantedBy/name"), "Tina");
    EXPECT_FALSE(circle_seen.has("/items/0/grantedBy"));
    EXPECT_THAT(circle_seen.body, Not(HasSubstr("@example.org")));
  }
}

TEST_F(CircleApi, AnInvitationIsShownAcceptedAndUsedUp) {
  const Reply made = trainer().post(invitations(), {{"role", "carer"}, {"email", "c@example.org"}});
  ASSERT_EQ(made.status, 201u);
  EXPECT_EQ(made.text("/role"), "carer");
  EXPECT_EQ(made.text("/sections/health"), "write");
  EXPECT_EQ(made.text("/url"), scene().registry.url() + "/invitations/" + made.text("/token"));
  EXPECT_GE(made.text("/token").size(), 22u);  // 128 bits.

  const Reply shown = anybody().get(link_of(made));
  EXPECT_EQ(shown.json(), (boost::json::object{{"dogName", "Balu"},
                                               {"role", "carer"},
                                               {"invitedBy", "Tina"},
                                               {"expiresAt", made.text("/expiresAt")},
                                               {"transfer", false},
                                               {"forOrganization", false}}));
  expect_problem(anybody().post(link_of(made) + "/accept"), 401);

  const Reply accepted = stranger().post(link_of(made) + "/accept");
  EXPECT_EQ(accepted.status, 200u);
  EXPECT_EQ(accepted.json(), (boost::json::object{{"dogId", dog_id_}, {"role", "carer"}}));
  EXPECT_EQ(stranger().post(link_of(made) + "/accept").status, 200u);  // A second tap.
  EXPECT_EQ(stranger().get(dog_path(dog_id_)).text("/you/role"), "carer");

  const Person other = Person::sign_up(anybody().port(), "Otto");
  expect_problem(other.post(link_of(made) + "/accept"), 410);
  expect_problem(anybody().get(link_of(made)), 410);
  expect_problem(other.get(dog_path(dog_id_)), 404);
}

TEST_F(CircleApi, OnlyOwnersAndTrainersSeeOpenInvitations) {
  const Reply made = owner().post(invitations(), {{"role", "walker"}, {"email", "w@example.org"}});
  for (const Person* person : {&trainer(), &owner()}) {
    const Reply seen = person->get(circle());
    EXPECT_THAT(seen.ids("/invitations"), ElementsAre(made.text("/id")));
    EXPECT_EQ(seen.text("/invitations/0/email"), "w@example.org");
    EXPECT_FALSE(seen.has("/invitations/0/token"));
    EXPECT_THAT(seen.body, Not(HasSubstr(made.text("/token"))));
  }
  EXPECT_EQ(walker().get(circle()).at("/invitations"), boost::json::array{});
}

TEST_F(CircleApi, AWithdrawnInvitationIsWorthNothing) {
  const Reply made = trainer().post(invitations(), {{"role", "walker"}});
  expect_problem(walker().remove(invitations() + "/" + made.text("/id")), 404);
  EXPECT_EQ(trainer().remove(invitations() + "/" + made.text("/id")).status, 204u);
  EXPECT_EQ(trainer().remove(invitations() + "/" + made.text("/id")).status, 204u);
  expect_problem(anybody().get(link_of(made)), 410);
  expect_problem(stranger().post(link_of(made) + "/accept"), 410);
  EXPECT_EQ(trainer().get(circle()).at("/invitations"), boost::json::array{});
}

TEST_F(CircleApi, AnAcceptedInvitationCannotBeWithdrawn) {
  const Reply made = trainer().post(invitations(), {{"role", "walker"}});
  EXPECT_EQ(stranger().post(link_of(made) + "/accept").status, 200u);
  expect_problem(trainer().remove(invitations() + "/" + made.text("/id")), 409);
}

TEST_F(CircleApi, InvitationsAndGrantsEndInTime) {
  Scene later;
  const std::string dog_id = later.make_dog(later.trainer);
  const Reply made = later.trainer.post(dog_path(dog_id) + "/invitations", {{"role", "walker"}});
  EXPECT_THAT(made.text("/expiresAt"), StartsWith("2026-11-30T10:00"));
  later.join(dog_id, later.trainer, later.walker, "walker");
  EXPECT_EQ(
      later.trainer.patch(dog_path(dog_id) + "/circle/" + later.walker.id, {{"expiresAt", "2026-11-25T10:00:00Z"}})
          .status,
      200u);
  EXPECT_EQ(later.walker.get(dog_path(dog_id)).status, 200u);

  later.registry.advance(days(3));
  expect_problem(later.walker.get(dog_path(dog_id)), 404);
  EXPECT_EQ(later.walker.get("/v1/dogs").body, R"({"items":[]})");
  EXPECT_EQ(later.trainer.get(dog_path(dog_id) + "/circle").ids().size(), 1u);
  EXPECT_EQ(later.anybody.get(link_of(made)).status, 200u);

  later.registry.advance(days(5));
  expect_problem(later.anybody.get(link_of(made)), 410);
  expect_problem(later.stranger.post(link_of(made) + "/accept"), 410);
}

TEST_F(CircleApi, SectionsDifferFromTheRolesWhereAsked) {
  scene().join(dog_id_, trainer(), stranger(), "walker", {{"sections", {{"training", "none"}, {"health", "write"}}}});
  const Reply dog = stranger().get(dog_path(dog_id_));
  EXPECT_EQ(dog.text("/you/sections/training"), "none");
  EXPECT_EQ(dog.text("/you/sections/health"), "write");
  EXPECT_EQ(dog.text("/you/sections/notes"), "write");
}

TEST_F(CircleApi, NobodyGivesOrTakesMoreThanTheirRoleMay) {
  const std::string before = position_of(trainer());
  // Invitations.
  for (const char* role : {"walker", "carer", "trainer", "owner"})
    expect_problem(walker().post(invitations(), {{"role", role}}), 403, {{"role", "permission"}});
  expect_problem(trainer().post(invitations(), {{"role", "owner"}}), 403, {{"role", "permission"}});
  // Memberships: one's own, and others'.
  for (const char* role : {"owner", "trainer", "carer"})
    expect_problem(walker().patch(member(walker()), {{"role", role}}), 403, {{"role", "permission"}});
  expect_problem(walker().patch(member(walker()), {{"sections", {{"health", "write"}}}}), 403,
                 {{"role", "permission"}});
  expect_problem(walker().patch(member(trainer()), {{"role", "walker"}}), 403, {{"role", "permission"}});
  expect_problem(walker().remove(member(trainer())), 403);
  expect_problem(trainer().patch(member(trainer()), {{"role", "owner"}}), 403, {{"role", "permission"}});
  expect_problem(trainer().patch(member(owner()), {{"role", "walker"}}), 403, {{"role", "permission"}});
  expect_problem(trainer().remove(member(owner())), 403);
  EXPECT_EQ(position_of(trainer()), before);
  EXPECT_EQ(walker().get(dog_path(dog_id_)).text("/you/role"), "walker");
}

TEST_F(CircleApi, NobodyGivesMoreThanTheyHold) {
  EXPECT_EQ(owner().patch(member(trainer()), {{"sections", {{"health", "read"}}}}).status, 200u);
  expect_problem(trainer().post(invitations(), {{"role", "carer"}}), 403, {{"sections", "maximum"}});
  expect_problem(trainer().patch(member(trainer()), {{"sections", {{"health", "write"}}}}), 403,
                 {{"sections", "maximum"}});
  EXPECT_EQ(trainer().post(invitations(), {{"role", "carer"}, {"sections", {{"health", "read"}}}}).status, 201u);
}

TEST_F(CircleApi, AnInvitationIsWorthWhatItsMakerMayStillGive) {
  const Reply made = trainer().post(invitations(), {{"role", "walker"}});
  EXPECT_EQ(owner().remove(member(trainer())).status, 204u);
  expect_problem(stranger().post(link_of(made) + "/accept"), 410);
  expect_problem(stranger().get(dog_path(dog_id_)), 404);
}

TEST_F(CircleApi, AChangedMemberSeesAccordingly) {
  const std::string id = write(trainer(), dog_id_, note("for carers", {{"audience", {"trainer", "carer"}}}));
  expect_problem(walker().get(record_path(dog_id_, id)), 404);
  const Reply changed = owner().patch(member(walker()), {{"role", "carer"}});
  EXPECT_EQ(changed.text("/role"), "carer");
  EXPECT_EQ(changed.text("/sections/health"), "write");
  EXPECT_EQ(walker().get(record_path(dog_id_, id)).status, 200u);
}

TEST_F(CircleApi, MembersLeaveAndAreRemoved) {
  EXPECT_EQ(walker().remove(member(walker())).status, 204u);
  expect_problem(walker().get(dog_path(dog_id_)), 404);
  EXPECT_EQ(owner().remove(member(trainer())).status, 204u);
  expect_problem(trainer().get(records_path(dog_id_)), 404);
  EXPECT_THAT(owner().get(circle()).ids(), ElementsAre(owner().id));
}

TEST_F(CircleApi, SomebodyAnswersForTheDogAlways) {
  expect_problem(owner().remove(member(owner())), 409);
  expect_problem(owner().patch(member(owner()), {{"role", "walker"}}), 409);
  expect_problem(owner().patch(member(owner()), {{"expiresAt", "2026-12-01T00:00:00Z"}}), 409);
  const std::string alone = scene().make_dog(trainer());
  expect_problem(trainer().remove(dog_path(alone) + "/circle/" + trainer().id), 409);
  scene().join(dog_id_, owner(), stranger(), "owner");
  EXPECT_EQ(owner().remove(member(owner())).status, 204u);
}

TEST_F(CircleApi, OneOfManyWhoRaceForAnInvitationGetsIt) {
  const std::string dog = scene().make_dog(trainer());
  const std::string token = trainer().post(dog_path(dog) + "/invitations", {{"role", "walker"}}).text("/token");
  std::vector<Person> people;
  for (int i = 0; i < 6; ++i) people.push_back(Person::sign_up(anybody().port(), "Racer"));
  std::atomic<int> taken = 0;
  std::atomic<int> gone = 0;
  {
    std::vector<std::jthread> racers;
    for (const Person& person : people)
      racers.emplace_back([&taken, &gone, &person, &token] {
        const unsigned status = person.post("/v1/invitations/" + token + "/accept").status;
        if (status == 200) ++taken;
        if (status == 410) ++gone;
      });
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(gone, 5);
  EXPECT_EQ(trainer().get(dog_path(dog) + "/circle").at("/items").as_array().size(), 2U);
}

}  // namespace
}  // namespace doggy::testing
