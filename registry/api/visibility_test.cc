// A hidden record leaves no trace, whichever way somebody looks: list, get, revisions, sync, progress.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Visibility : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  // Whether `person` meets the record or its text, which must be the same wherever they look.
  [[nodiscard]] bool sees(const Person& person, const std::string& id, const std::string& text) const {
    const std::string path = record_path(dog_id_, id);
    const bool gets = person.get(path).status == 200;
    EXPECT_EQ(person.get(path + "/revisions").status == 200, gets);
    for (const std::string& body : {person.get(records_path(dog_id_)).body, person.post("/v1/sync").body}) {
      EXPECT_EQ(body.find(id) != std::string::npos, gets) << body;
      EXPECT_EQ(body.find(text) != std::string::npos, gets) << body;
    }
    return gets;
  }

  std::string dog_id_;
};

struct Audience {
  std::string name;
  boost::json::array roles;
  bool owner_sees;
  bool walker_sees;
};

class EachAudience : public Visibility, public ::testing::WithParamInterface<Audience> {};

TEST_P(EachAudience, SeesWhatIsMeantForIt) {
  const std::string secret = "the secret word is " + new_id();
  const std::string id = write(trainer(), dog_id_, note(secret, {{"audience", GetParam().roles}}));
  EXPECT_TRUE(sees(trainer(), id, secret));
  EXPECT_EQ(sees(owner(), id, secret), GetParam().owner_sees);
  EXPECT_EQ(sees(walker(), id, secret), GetParam().walker_sees);
  for (const std::string& path : {record_path(dog_id_, id), record_path(dog_id_, id) + "/revisions"})
    expect_problem(stranger().get(path), 404);
  EXPECT_THAT(stranger().post("/v1/sync").body, Not(HasSubstr(secret)));
}

INSTANTIATE_TEST_SUITE_P(Notes, EachAudience,
                         ::testing::Values(Audience{"AuthorAlone", {}, false, false},
                                           Audience{"Trainers", {"trainer"}, false, false},
                                           Audience{"Owners", {"owner"}, true, false},
                                           Audience{"Walkers", {"walker"}, false, true},
                                           Audience{"Carers", {"carer"}, false, false},
                                           Audience{"TrainersAndOwners", {"trainer", "owner"}, true, false},
                                           Audience{"All", {"trainer", "owner", "walker", "carer"}, true, true}),
                         [](const auto& tested) { return tested.param.name; });

TEST_F(Visibility, AnUnreadableSectionHidesWhateverTheAudience) {
  const std::string id = write(trainer(), dog_id_, weight(31.25, {{"audience", {"trainer", "walker"}}}));
  EXPECT_TRUE(sees(walker(), id, "31.25"));
  const std::string member = dog_path(dog_id_) + "/circle/" + walker().id;
  ASSERT_EQ(owner().patch(member, {{"sections", {{"health", "none"}}}}).status, 200u);
  EXPECT_FALSE(sees(walker(), id, "31.25"));
}

TEST_F(Visibility, WhatAWalkerWritesForTheTrainerIsTheirsToRead) {
  const std::string id = write(walker(), dog_id_, abc_record("growling at men", {{"audience", {"trainer"}}}));
  EXPECT_TRUE(sees(walker(), id, "growling at men"));
  EXPECT_TRUE(sees(trainer(), id, "growling at men"));
  EXPECT_FALSE(sees(owner(), id, "growling at men"));
}

TEST_F(Visibility, AHiddenRecordAnswersAsOneThatIsNotThere) {
  const std::string hidden = record_path(dog_id_, write(trainer(), dog_id_, note("hidden")));
  const std::string missing = record_path(dog_id_, new_id());
  const auto same = [](const Reply& a, const Reply& b) {
    expect_problem(a, 404);
    expect_problem(b, 404);
    EXPECT_EQ(a.text("/detail"), b.text("/detail"));
  };
  same(walker().get(hidden), walker().get(missing));
  same(walker().get(hidden + "/revisions"), walker().get(missing + "/revisions"));
  same(walker().patch(hidden, {{"text", "x"}}), walker().patch(missing, {{"text", "x"}}));
  same(walker().patch(hidden, {{"deleted", false}}), walker().patch(missing, {{"deleted", false}}));
  same(walker().remove(hidden), walker().remove(missing));
  same(walker().remove(hidden, {{"If-Match", R"("7")"}}), walker().remove(missing, {{"If-Match", R"("7")"}}));
  EXPECT_EQ(trainer().get(hidden).text("/text"), "hidden");
}

TEST_F(Visibility, OnlyRevisionsOfTheTimeWhenItWasVisibleAreShown) {
  const std::string id = write(trainer(), dog_id_, note("in private", {{"audience", {"trainer"}}}));
  const std::string path = record_path(dog_id_, id);
  static_cast<void>(trainer().patch(path, {{"text", "for all"}, {"audience", {"trainer", "walker"}}}));
  const Reply revisions = walker().get(path + "/revisions");
  EXPECT_EQ(revisions.at("/items").as_array().size(), 1u);
  EXPECT_THAT(revisions.body, AllOf(HasSubstr("for all"), Not(HasSubstr("in private"))));
  EXPECT_EQ(trainer().get(path + "/revisions").at("/items").as_array().size(), 2u);
  static_cast<void>(trainer().patch(path, {{"audience", {"trainer"}}}));
  expect_problem(walker().get(path + "/revisions"), 404);
}

TEST_F(Visibility, WhatIsDeletedUnseenIsNotMentioned) {
  const std::string id = write(trainer(), dog_id_, note("hidden"));
  static_cast<void>(trainer().remove(record_path(dog_id_, id)));
  expect_problem(walker().get(record_path(dog_id_, id) + "/revisions"), 404);
  EXPECT_THAT(walker().post("/v1/sync").body, Not(HasSubstr(id)));
}

TEST_F(Visibility, ProgressCountsWhatTheViewerMaySee) {
  const std::string target_id = write(trainer(), dog_id_, target("Recall"));
  static_cast<void>(write(trainer(), dog_id_, session(target_id, {"correct", "incorrect"})));
  static_cast<void>(write(trainer(), dog_id_, session(target_id, {"correct"}, {{"audience", {"trainer", "walker"}}})));
  static_cast<void>(write(trainer(), dog_id_, abc_record("barking")));
  static_cast<void>(write(walker(), dog_id_, abc_record("lunging")));
  const std::string progress = dog_path(dog_id_) + "/progress/";

  const Reply all = trainer().get(progress + "success-rate?targetId=" + target_id);
  EXPECT_EQ(all.at("/points").as_array().size(), 2u);
  const Reply theirs = walker().get(progress + "success-rate?targetId=" + target_id);
  ASSERT_EQ(theirs.at("/points").as_array().size(), 1u);
  EXPECT_EQ(theirs.number("/points/0/percent"), 100u);

  EXPECT_EQ(trainer().get(progress + "abc-per-week").number("/points/0/count"), 2u);
  const Reply seen = walker().get(progress + "abc-per-week");
  EXPECT_EQ(seen.number("/points/0/count"), 1u);
  EXPECT_THAT(seen.body, AllOf(HasSubstr("lunging"), Not(HasSubstr("barking"))));
}

TEST_F(Visibility, AHiddenTargetIsNoTarget) {
  const std::string hidden = write(trainer(), dog_id_, target("Secret plan", {{"audience", {"trainer"}}}));
  const std::string chart = dog_path(dog_id_) + "/progress/success-rate?targetId=";
  expect_problem(owner().get(chart + hidden), 422, {{"targetId", "reference"}});
  expect_problem(owner().put(record_path(dog_id_, new_id()), session(hidden, {"correct"})), 422,
                 {{"blocks[0].targetId", "reference"}});
}

// Another person's dog answers just as a dog that does not exist, wherever its id stands.
class ForeignDog : public ApiTest {};

TEST_F(ForeignDog, IsADogThatDoesNotExist) {
  const std::string foreign = scene().make_dog(owner(), "owner");
  const std::string record = write(owner(), foreign, target("Recall"));
  const std::string invitation = owner().post(dog_path(foreign) + "/invitations", {{"role", "walker"}}).text("/id");
  struct Call {
    std::string method;
    std::string path;
    boost::json::object body;
  };
  const std::vector<Call> calls{
      {"GET", "", {}},
      {"PATCH", "", {{"name", "Mine"}}},
      {"DELETE", "", {}},
      {"GET", "/records", {}},
      {"GET", "/records?limit=0", {}},
      {"GET", "/records/" + record, {}},
      {"PUT", "/records/" + record, note("mine")},
      {"PUT", "/records/" + new_id(), note("mine")},
      {"PUT", "/records/nonsense", {{"wrong", true}}},
      {"PATCH", "/records/" + record, {{"name", "mine"}}},
      {"DELETE", "/records/" + record, {}},
      {"GET", "/records/" + record + "/revisions", {}},
      {"GET", "/circle", {}},
      {"PATCH", "/circle/" + owner().id, {{"role", "walker"}}},
      {"PATCH", "/circle/" + stranger().id, {{"role", "owner"}}},
      {"DELETE", "/circle/" + owner().id, {}},
      {"POST", "/invitations", {{"role", "owner"}}},
      {"DELETE", "/invitations/" + invitation, {}},
      {"GET", "/progress/success-rate?targetId=" + record, {}},
      {"GET", "/progress/abc-per-week", {}},
  };
  const std::string before = position_of(owner());
  for (const Call& call : calls) {
    SCOPED_TRACE(call.method + " " + call.path);
    const auto ask = [&](const std::string& dog_id) {
      if (call.method == "GET") return stranger().get(dog_path(dog_id) + call.path);
      if (call.method == "DELETE") return stranger().remove(dog_path(dog_id) + call.path);
      if (call.method == "PUT") return stranger().put(dog_path(dog_id) + call.path, call.body);
      if (call.method == "POST") return stranger().post(dog_path(dog_id) + call.path, call.body);
      return stranger().patch(dog_path(dog_id) + call.path, call.body);
    };
    Reply theirs = ask(foreign);
    expect_problem(theirs, 404);
    boost::json::object said = theirs.json().as_object();
    said.erase("requestId");
    for (const std::string& nowhere : {new_id(), std::string("nonsense")}) {
      boost::json::object missing = ask(nowhere).json().as_object();
      missing.erase("requestId");
      EXPECT_EQ(said, missing);
    }
  }
  EXPECT_EQ(position_of(owner()), before);
}

TEST_F(ForeignDog, LendsItsIdsToNoOther) {
  const std::string foreign = scene().make_dog(owner(), "owner");
  const std::string record = write(owner(), foreign, target("Recall"));
  const Reply invitation = owner().post(dog_path(foreign) + "/invitations", {{"role", "walker"}});
  const std::string mine = scene().make_dog(stranger(), "owner");
  const std::string before = position_of(owner());

  expect_problem(stranger().get(record_path(mine, record)), 404);
  expect_problem(stranger().patch(record_path(mine, record), {{"name", "Mine"}}), 404);
  expect_problem(stranger().remove(record_path(mine, record)), 404);
  expect_problem(stranger().get(record_path(mine, record) + "/revisions"), 404);
  expect_problem(stranger().patch(dog_path(mine) + "/circle/" + owner().id, {{"role", "walker"}}), 404);
  expect_problem(stranger().remove(dog_path(mine) + "/circle/" + owner().id), 404);
  expect_problem(stranger().remove(dog_path(mine) + "/invitations/" + invitation.text("/id")), 404);
  expect_problem(stranger().put(record_path(mine, new_id()), session(record, {"correct"})), 422,
                 {{"blocks[0].targetId", "reference"}});
  expect_problem(stranger().get(dog_path(mine) + "/progress/success-rate?targetId=" + record), 422,
                 {{"targetId", "reference"}});
  // The same id in one's own dog is another record.
  EXPECT_EQ(stranger().put(record_path(mine, record), note("mine")).status, 201u);
  EXPECT_EQ(owner().get(record_path(foreign, record)).text("/name"), "Recall");
  EXPECT_EQ(position_of(owner()), before);
  EXPECT_EQ(anybody().get("/v1/invitations/" + invitation.text("/token")).status, 200u);
}

}  // namespace
}  // namespace doggy::testing
