#include "registry/api/report_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using boost::json::array;
using boost::json::object;
using ::testing::HasSubstr;
using ::testing::Not;

const object kForAll{{"audience", {"owner", "trainer", "walker", "carer"}}};
const object kForTrainers{{"audience", array{"trainer"}}};

object record(const std::string& type, object fields, const object& audience) {
  fields["type"] = type;
  fields["occurredAt"] = "2026-11-20T10:00:00Z";
  for (const auto& field : audience) fields[field.key()] = field.value();
  return fields;
}

class ReportApi : public ApiTest {
 protected:
  void SetUp() override {
    dog_id_ = scene().make_shared_dog();
    target_id_ = write(trainer(), dog_id_, target("Recall", kForAll));
    write_all("", target_id_, kForAll);
    note_id_ = write(trainer(), dog_id_, note("Calm past two joggers", kForAll));
  }

  // One of each record that a figure is made of; `word` tells them apart.
  void write_all(const std::string& word, const std::string& target_id, const object& audience) const {
    const auto put = [&](const object& body) { static_cast<void>(write(trainer(), dog_id_, body)); };
    put(session(target_id, {"correct", "correct", "incorrect", "correct"}, audience));
    put(record("observation",
               {{"method", "continuous"},
                {"observedSeconds", 60},
                {"behaviors", array{object{{"name", word + "barking"}, {"kind", "point"}}}},
                {"events", array{object{{"behavior", word + "barking"}, {"onsetSeconds", 3}}}}},
               audience));
    put(abc_record(word + "barking", audience));
    put(record("trigger-exposure", {{"trigger", word + "jogger"}, {"distanceMeters", 9}, {"reaction", 1}}, audience));
    put(record("phase", {{"kind", "baseline"}, {"targetId", target_id}}, audience));
    put(record("context-event", {{"kind", "move"}, {"description", word + "moved"}}, audience));
    put(record("incident", {{"kind", "escape"}, {"description", word + "slipped the lead"}}, audience));
    put(record("visit", {{"kind", "walk"}}, audience));
    put(weight(31, audience));
    put(record("vaccination", {{"vaccine", "rabies"}, {"dueOn", "2026-12-10"}}, audience));
    put(record(
        "homework",
        {{"title", word + "daily recall"}, {"timesPerWeek", 7}, {"steps", array{object{{"description", "call"}}}}},
        audience));
  }

  [[nodiscard]] Reply report(const Person& who, const std::string& query = "") const {
    return who.get(dog_path(dog_id_) + "/report" + query);
  }
  [[nodiscard]] Reply share(const Person& who, object more = {}) const {
    return who.post(dog_path(dog_id_) + "/share-links", {{"report", std::move(more)}});
  }
  [[nodiscard]] static Reply open(const Reply& link) { return anybody().get("/v1/shared/" + link.text("/token")); }

  // A report's text but for when it was made, which moves on.
  static std::string figures(object report) {
    report.erase("madeAt");
    return boost::json::serialize(report);
  }

  std::string dog_id_;
  std::string target_id_;
  std::string note_id_;
};

TEST_F(ReportApi, HoldsEveryPartWithItsFigures) {
  const Reply reply = report(trainer(), "?notes=" + note_id_);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(reply.text("/period/to"), "2026-11-23");
  EXPECT_EQ(reply.text("/period/from"), "2026-08-26");
  EXPECT_EQ(reply.text("/madeBy/name"), "Tina");
  EXPECT_EQ(reply.text("/as"), "owner");
  EXPECT_EQ(reply.text("/training/0/name"), "Recall");
  EXPECT_EQ(reply.number("/training/0/success/end/value"), 75U);
  EXPECT_EQ(reply.number("/training/0/success/end/n"), 4U);
  EXPECT_EQ(reply.text("/training/0/mastery/state"), "in-progress");
  EXPECT_EQ(reply.text("/behavior/0/behavior"), "barking");
  EXPECT_EQ(reply.number("/behavior/0/rate/begin/value"), 1U);
  EXPECT_FALSE(reply.text("/behavior/0/celeration/reason").empty());
  EXPECT_EQ(reply.number("/abcRecords/behaviors/0/count"), 1U);
  EXPECT_EQ(reply.number("/triggers/0/threshold/n"), 1U);
  EXPECT_EQ(reply.text("/homework/titles/0"), "daily recall");
  EXPECT_EQ(reply.number("/health/weights/0/kilograms"), 31U);
  EXPECT_EQ(reply.text("/health/vaccinations/0/state"), "due-soon");
  EXPECT_EQ(reply.text("/incidents/0/kind"), "escape");
  EXPECT_EQ(reply.number("/visits/0/count"), 1U);
  EXPECT_EQ(reply.text("/notes/0/text"), "Calm past two joggers");
  EXPECT_EQ(reply.text("/events/0/description"), "moved");
  EXPECT_EQ(reply.at("/definitions").as_array().size(), 12U);
}

TEST_F(ReportApi, HiddenRecordsLeaveNoTraceInAnyFigure) {
  const std::string query = "?notes=" + note_id_;
  const std::string before = figures(report(owner(), query).json().as_object());
  const Reply link = share(trainer());
  const std::string shared_before = figures(open(link).at("/report").as_object());

  const std::string hidden_target = write(trainer(), dog_id_, target("Hidden", kForTrainers));
  write_all("", target_id_, kForTrainers);
  write_all("hidden ", hidden_target, kForTrainers);
  const std::string hidden_note = write(trainer(), dog_id_, note("between us", kForTrainers));

  EXPECT_EQ(figures(report(owner(), query + "," + hidden_note).json().as_object()), before);
  EXPECT_EQ(figures(open(link).at("/report").as_object()), shared_before);
  // Unless they say for whom, a trainer's own report is for the owner.
  EXPECT_THAT(report(trainer(), "?notes=" + hidden_note).body, Not(HasSubstr("idden")));
  EXPECT_THAT(report(trainer(), "?notes=" + hidden_note).body, Not(HasSubstr("between us")));
  const Reply for_trainers = report(trainer(), "?as=trainer&notes=" + hidden_note);
  EXPECT_THAT(for_trainers.body, HasSubstr("between us"));
  EXPECT_THAT(for_trainers.body, HasSubstr("hidden barking"));
  // An owner does not become a trainer by asking for a report for one.
  EXPECT_THAT(report(owner(), "?as=trainer&notes=" + hidden_note).body, Not(HasSubstr("idden")));
}

TEST_F(ReportApi, WhatIsForItsAuthorAloneIsInNoReport) {
  const std::string own = write(trainer(), dog_id_, note("my own", {{"audience", array{}}}));
  for (const char* as : {"owner", "trainer", "walker", "carer"})
    EXPECT_THAT(report(trainer(), "?notes=" + own + "&as=" + as).body, Not(HasSubstr("my own")));
}

TEST_F(ReportApi, HasOnlyThePartsAskedForAndReadable) {
  const Reply some = report(trainer(), "?include=health,visits&lastDays=7");
  EXPECT_EQ(some.text("/period/from"), "2026-11-17");
  for (const char* part : {"training", "behavior", "abcRecords", "triggers", "homework", "incidents", "notes"})
    EXPECT_FALSE(some.json().as_object().contains(part)) << part;
  EXPECT_TRUE(some.json().as_object().contains("health"));
  static_cast<void>(owner().patch(dog_path(dog_id_) + "/circle/" + walker().id, {{"sections", {{"health", "none"}}}}));
  EXPECT_FALSE(report(walker(), "?as=walker").json().as_object().contains("health"));
}

TEST_F(ReportApi, NamesWhatIsWrong) {
  expect_problem(report(trainer(), "?from=2026-11-20&to=2026-11-19"), 422, {{"to", "range"}});
  expect_problem(report(trainer(), "?lastDays=0"), 422, {{"lastDays", "minimum"}});
  expect_problem(report(trainer(), "?lastDays=x"), 422, {{"lastDays", "type"}});
  expect_problem(report(trainer(), "?as=vet"), 422, {{"as", "enum"}});
  expect_problem(report(trainer(), "?until=2026-11-19"), 422, {{"until", "unknown"}});
  expect_problem(share(trainer(), {{"lastDays", 7}, {"to", "2026-11-19"}}), 422, {{"report.lastDays", "exclusive"}});
  const std::string links = dog_path(dog_id_) + "/share-links";
  expect_problem(trainer().post(links, {{"recordId", note_id_}, {"report", object{}}}), 422, {{"report", "exclusive"}});
  expect_problem(trainer().post(links, object{}), 422, {{"recordId", "required"}});
}

TEST_F(ReportApi, ALinkShowsTheReportWithoutIdsAndMovesOnWithTime) {
  const Reply link = share(trainer(), {{"lastDays", 30}, {"notes", array{note_id_}}});
  ASSERT_EQ(link.status, 201U) << link.body;
  const Reply shown = open(link);
  ASSERT_EQ(shown.status, 200U) << shown.body;
  EXPECT_EQ(shown.text("/report/training/0/name"), "Recall");
  EXPECT_EQ(shown.text("/report/notes/0/author"), "Tina");
  EXPECT_EQ(shown.text("/sharedBy"), "Tina");
  for (const std::string& id : {dog_id_, target_id_, note_id_, trainer().id, owner().id, std::string("sessionId")})
    EXPECT_THAT(shown.body, Not(HasSubstr(id)));
  const std::string first_day = shown.text("/report/period/from");
  scene().registry.advance(std::chrono::days(2));
  EXPECT_NE(open(link).text("/report/period/from"), first_day);
}

TEST_F(ReportApi, ALinkEndsAndIsWorthWhatItsMakerMaySee) {
  const Reply revoked = share(trainer());
  EXPECT_EQ(owner().remove(dog_path(dog_id_) + "/share-links/" + revoked.text("/id")).status, 204U);
  expect_problem(open(revoked), 404);
  const Reply by_trainer = share(trainer(), {{"notes", array{note_id_}}});
  // Who did not make it is not told which notes it quotes.
  EXPECT_THAT(owner().get(dog_path(dog_id_) + "/share-links").body, Not(HasSubstr(note_id_)));
  EXPECT_THAT(trainer().get(dog_path(dog_id_) + "/share-links").body, HasSubstr(note_id_));
  expect_problem(walker().post(dog_path(dog_id_) + "/share-links", {{"report", object{}}}), 403);
  expect_problem(stranger().post(dog_path(dog_id_) + "/share-links", {{"report", object{}}}), 404);

  const std::string place = dog_path(dog_id_) + "/circle/" + trainer().id;
  static_cast<void>(owner().patch(place, {{"sections", {{"health", "none"}, {"notes", "none"}}}}));
  const object narrowed = open(by_trainer).at("/report").as_object();
  EXPECT_FALSE(narrowed.contains("health"));
  EXPECT_FALSE(narrowed.contains("notes"));
  EXPECT_TRUE(narrowed.contains("training"));
  static_cast<void>(owner().remove(place));
  expect_problem(open(by_trainer), 404);

  const Reply expired = share(owner());
  scene().registry.advance(std::chrono::days(7));
  const Reply gone = open(expired);
  expect_problem(gone, 404);
  EXPECT_EQ(gone.text("/detail"), anybody().get("/v1/shared/nonsense").text("/detail"));
}

TEST_F(ReportApi, ALinkCannotBeEditedByWhoOpensIt) {
  const Reply link = share(trainer());
  const Reply plain = open(link);
  const Reply edited = anybody().get("/v1/shared/" + link.text("/token") + "?as=trainer&lastDays=3000");
  EXPECT_EQ(edited.text("/report/period/from"), plain.text("/report/period/from"));
  EXPECT_EQ(edited.text("/report/as"), "owner");
  expect_problem(share(trainer(), {{"dogId", new_id()}}), 422, {{"report.dogId", "unknown"}});
  const Reply forged = trainer().post(dog_path(dog_id_) + "/share-links",
                                      {{"report", object{}}, {"createdBy", object{{"id", owner().id}, {"name", "O"}}}});
  EXPECT_EQ(forged.status, 422U) << forged.body;
}

TEST_F(ReportApi, AnOpeningIsOnTheAccessTrailOnceADay) {
  const Reply link = share(trainer());
  static_cast<void>(open(link));
  static_cast<void>(open(link));
  const Reply trail = owner().get(dog_path(dog_id_) + "/audit/access");
  std::size_t openings = 0;
  for (const auto& item : trail.at("/items").as_array())
    if (item.at("action") == "opened-by-link") {
      ++openings;
      EXPECT_EQ(item.at("by").at("name"), "Tina");
    }
  EXPECT_EQ(openings, 1U) << trail.body;
}

}  // namespace
}  // namespace doggy::testing
