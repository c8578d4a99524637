#include "registry/api/records_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RecordsApi : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] std::string path(const std::string& record_id) const { return record_path(dog_id_, record_id); }
  [[nodiscard]] std::string write_note(std::string_view text = "first") const {
    return write(trainer(), dog_id_, note(text));
  }

  std::string dog_id_;
};

TEST_F(RecordsApi, ARecordIsReadAsItWasWritten) {
  const std::string id = new_id();
  const Reply put = trainer().put(path(id), note("**Walk** with Zoë 🐕", {{"tags", {"walk", "long line"}}}));
  EXPECT_EQ(put.status, 201u);
  EXPECT_EQ(put.headers.get("ETag"), R"("1")");
  EXPECT_EQ(put.text("/id"), id);
  EXPECT_EQ(put.text("/dogId"), dog_id_);
  EXPECT_EQ(put.text("/type"), "note");
  EXPECT_EQ(put.text("/occurredAt"), "2026-11-23T10:00:00+01:00");
  EXPECT_THAT(put.text("/recordedAt"), HasSubstr("2026-11-23T10:00:"));
  EXPECT_EQ(put.at("/author"), (boost::json::object{{"id", trainer().id}, {"name", "Tina"}, {"role", "trainer"}}));
  EXPECT_EQ(put.number("/version"), 1u);
  EXPECT_EQ(put.at("/deleted"), false);
  EXPECT_EQ(put.text("/text"), "**Walk** with Zoë 🐕");
  EXPECT_EQ(put.at("/tags"), (boost::json::array{"walk", "long line"}));
  EXPECT_EQ(put.at("/pinned"), false);

  const Reply get = trainer().get(path(id));
  EXPECT_EQ(get.status, 200u);
  EXPECT_EQ(get.body, put.body);
  EXPECT_EQ(get.headers.get("ETag"), R"("1")");
}

TEST_F(RecordsApi, EachTypeHasItsFieldsAndItsAudience) {
  const std::string target_id = write(trainer(), dog_id_, target("Recall", {{"cue", "come"}}));
  struct Written {
    boost::json::object body;
    boost::json::array audience;
    std::string field;
    boost::json::value value;
  };
  const std::vector<Written> all{
      {note("n"), {"owner", "trainer"}, "/text", "n"},
      {abc_record("barking", {{"intensity", 3}, {"durationSeconds", 10.5}}),
       {"owner", "trainer"},
       "/durationSeconds",
       10.5},
      {target("Down"), {"owner", "trainer", "walker", "carer"}, "/measure", "percent-correct"},
      {session(target_id, {"correct"}), {"owner", "trainer"}, "/blocks/0/trials/0/prompt", "none"},
      {weight(32.4), {"owner", "trainer", "carer"}, "/kilograms", 32.4},
  };
  for (const Written& one : all) {
    const std::string id = write(trainer(), dog_id_, one.body);
    const Reply read = trainer().get(path(id));
    SCOPED_TRACE(read.body);
    EXPECT_EQ(read.at("/audience"), one.audience);
    EXPECT_EQ(read.at(one.field), one.value);
    EXPECT_EQ(read.at("/type"), one.body.at("type"));
  }
}

TEST_F(RecordsApi, TheSameContentIsTheSameRecord) {
  const std::string id = new_id();
  const Reply first = trainer().put(path(id), note("first"));
  const Reply again = trainer().put(path(id), note("first"));
  EXPECT_EQ(again.status, 200u);
  EXPECT_EQ(again.body, first.body);
  const Reply changed = trainer().put(path(id), note("second"));
  EXPECT_EQ(changed.status, 200u);
  EXPECT_EQ(changed.number("/version"), 2u);
  EXPECT_EQ(changed.number("/seq"), first.number("/seq") + 1);
  EXPECT_EQ(changed.text("/recordedAt"), first.text("/recordedAt"));
}

TEST_F(RecordsApi, TheIdMayBeWrittenInCapitals) {
  const std::string id = write_note();
  std::string shouted = id;
  for (char& c : shouted) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(trainer().get(path(shouted)).text("/id"), id);
  EXPECT_EQ(trainer().put(path(shouted), note("first")).status, 200u);
}

TEST_F(RecordsApi, AStaleVersionIsToldWhatIsThereNow) {
  const std::string id = write_note();
  EXPECT_EQ(trainer().put(path(id), note("second"), {{"If-Match", R"("1")"}}).status, 200u);
  const std::string before = position_of(trainer());
  const HeaderList stale{{"If-Match", R"("1")"}};
  for (const Reply& reply :
       {trainer().put(path(id), note("third"), stale), trainer().patch(path(id), {{"text", "third"}}, stale),
        trainer().remove(path(id), stale)}) {
    expect_problem(reply, 412);
    EXPECT_EQ(reply.text("/current/text"), "second");
    EXPECT_EQ(reply.number("/current/version"), 2u);
  }
  expect_problem(trainer().put(path(new_id()), note("new"), stale), 412);
  EXPECT_EQ(position_of(trainer()), before);
  EXPECT_EQ(trainer().patch(path(id), {{"text", "third"}}, {{"If-Match", R"("2")"}}).number("/version"), 3u);
  EXPECT_EQ(trainer().remove(path(id), {{"If-Match", R"("3")"}}).number("/version"), 4u);
}

TEST_F(RecordsApi, AnUnchangedRecordIsNotSentAgain) {
  const std::string id = write_note();
  const Reply same = trainer().get(path(id), {{"If-None-Match", R"("1")"}});
  EXPECT_EQ(same.status, 304u);
  EXPECT_EQ(same.body, "");
  static_cast<void>(trainer().patch(path(id), {{"text", "second"}}));
  EXPECT_EQ(trainer().get(path(id), {{"If-None-Match", R"("1")"}}).status, 200u);
}

TEST_F(RecordsApi, APatchChangesWhatItNames) {
  const std::string id = write(trainer(), dog_id_, note("first", {{"tags", {"walk"}}, {"pinned", true}}));
  const Reply patched = trainer().patch(path(id), {{"text", "second"}, {"tags", nullptr}, {"audience", {"trainer"}}});
  EXPECT_EQ(patched.status, 200u);
  EXPECT_EQ(patched.text("/text"), "second");
  EXPECT_EQ(patched.at("/tags"), boost::json::array{});
  EXPECT_EQ(patched.at("/pinned"), true);
  EXPECT_EQ(patched.at("/audience"), boost::json::array{"trainer"});
  EXPECT_EQ(trainer().patch(path(id), {{"text", "second"}}).number("/version"), 2u);  // Nothing new.
  const Reply merge =
      trainer().send("PATCH", path(id), {{"Content-Type", "application/merge-patch+json"}}, R"({"text":"third"})");
  EXPECT_EQ(merge.text("/text"), "third");
}

TEST_F(RecordsApi, ADeletionLeavesATombstoneAndCanBeUndone) {
  const std::string id = write(trainer(), dog_id_, note("first", {{"tags", {"walk"}}}));
  const Reply tombstone = trainer().remove(path(id));
  EXPECT_EQ(tombstone.status, 200u);
  EXPECT_EQ(tombstone.at("/deleted"), true);
  EXPECT_EQ(tombstone.number("/version"), 2u);
  EXPECT_FALSE(tombstone.has("/text"));
  expect_problem(trainer().get(path(id)), 404);
  EXPECT_THAT(trainer().get(records_path(dog_id_)).ids(), ElementsAre());
  EXPECT_EQ(trainer().remove(path(id)).number("/version"), 2u);
  expect_problem(trainer().patch(path(id), {{"text", "second"}}), 404);
  expect_problem(trainer().put(path(id), note("second")), 412);  // Not without having seen the deletion.

  const Reply restored = trainer().patch(path(id), {{"deleted", false}});
  EXPECT_EQ(restored.status, 200u);
  EXPECT_EQ(restored.number("/version"), 3u);
  EXPECT_EQ(restored.at("/deleted"), false);
  EXPECT_EQ(restored.text("/text"), "first");
  EXPECT_EQ(restored.at("/tags"), boost::json::array{"walk"});
  EXPECT_THAT(trainer().get(records_path(dog_id_)).ids(), ElementsAre(id));
}

TEST_F(RecordsApi, RevisionsTellWhoDidWhat) {
  const std::string id = write(trainer(), dog_id_, target("Recall"));
  static_cast<void>(owner().patch(path(id), {{"cue", "come"}}));
  static_cast<void>(trainer().remove(path(id)));
  static_cast<void>(trainer().patch(path(id), {{"deleted", false}}));

  const Reply all = trainer().get(path(id) + "/revisions");
  ASSERT_EQ(all.status, 200u);
  const std::vector<std::string> actions{"restored", "deleted", "changed", "created"};
  ASSERT_EQ(all.at("/items").as_array().size(), actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const std::string at = "/items/" + std::to_string(i);
    EXPECT_EQ(all.text(at + "/action"), actions[i]);
    EXPECT_EQ(all.number(at + "/version"), actions.size() - i);
    EXPECT_EQ(all.text(at + "/by/name"), actions[i] == "changed" ? "Olaf" : "Tina");
    EXPECT_EQ(all.text(at + "/record/author/name"), "Tina");
    EXPECT_EQ(all.text(at + "/record/id"), id);
  }
  EXPECT_FALSE(all.has("/items/3/record/cue"));
  EXPECT_EQ(all.text("/items/0/record/cue"), "come");

  const Reply page = trainer().get(path(id) + "/revisions?limit=3");
  EXPECT_EQ(page.at("/items").as_array().size(), 3u);
  const Reply rest = trainer().get(path(id) + "/revisions?limit=3&cursor=" + page.text("/next"));
  EXPECT_EQ(rest.at("/items"), boost::json::array{all.at("/items/3")});
  EXPECT_FALSE(rest.has("/next"));
}

TEST_F(RecordsApi, OnlyTheAuthorChangesANote) {
  const std::string id = write_note();
  const std::string before = position_of(trainer());
  expect_problem(owner().put(path(id), note("not mine")), 403);
  expect_problem(owner().patch(path(id), {{"text", "not mine"}}), 403);
  expect_problem(owner().remove(path(id)), 403);
  EXPECT_EQ(position_of(trainer()), before);
  EXPECT_EQ(trainer().get(path(id)).text("/text"), "first");
}

TEST_F(RecordsApi, ATargetIsEveryonesWhoMayWriteTraining) {
  const std::string id = write(trainer(), dog_id_, target("Recall"));
  EXPECT_EQ(owner().patch(path(id), {{"cue", "come"}}).status, 200u);
  expect_problem(walker().patch(path(id), {{"cue", "hey"}}), 403);  // The walker reads training.
  expect_problem(owner().patch(path(id), {{"audience", {"owner"}}}), 403, {{"audience", "permission"}});
}

TEST_F(RecordsApi, ASessionWhoseTargetIsGoneCanStillBeEdited) {
  const std::string target_id = write(trainer(), dog_id_, target("Recall"));
  const std::string id = write(trainer(), dog_id_, session(target_id, {"correct"}));
  static_cast<void>(trainer().remove(path(target_id)));
  EXPECT_EQ(trainer().patch(path(id), {{"place", "park"}}).status, 200u);
  static_cast<void>(trainer().remove(path(id)));
  EXPECT_EQ(trainer().patch(path(id), {{"deleted", false}}).status, 200u);
  expect_problem(trainer().put(path(new_id()), session(target_id, {"correct"})), 422,
                 {{"blocks[0].targetId", "reference"}});
}

}  // namespace
}  // namespace doggy::testing
