#include "registry/api/progress_api.h"

#include <gtest/gtest.h>

#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

class ProgressApi : public ApiTest {
 protected:
  void SetUp() override {
    dog_id_ = scene().make_dog(trainer());
    target_id_ = write(trainer(), dog_id_, target("Recall"));
  }
  [[nodiscard]] Reply chart(const std::string& query) const {
    return trainer().get(dog_path(dog_id_) + "/progress/" + query);
  }

  std::string dog_id_;
  std::string target_id_;
};

TEST_F(ProgressApi, SuccessRateGoesSessionBySessionFromTheOldest) {
  const std::string second =
      write(trainer(), dog_id_, session(target_id_, {"correct", "incorrect", "no-response", "correct", "void"}));
  const std::string first =
      write(trainer(), dog_id_, session(target_id_, {"void"}, {{"occurredAt", "2026-11-20T10:00:00Z"}}));
  const std::string other = write(trainer(), dog_id_, target("Down"));
  static_cast<void>(write(trainer(), dog_id_, session(other, {"incorrect"})));

  const Reply reply = chart("success-rate?targetId=" + target_id_);
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/unit"), "percent");
  EXPECT_EQ(reply.at("/target"), (boost::json::object{{"id", target_id_}, {"name", "Recall"}}));
  ASSERT_EQ(reply.at("/points").as_array().size(), 2u);
  EXPECT_EQ(reply.text("/points/0/sessionId"), first);
  EXPECT_TRUE(reply.at("/points/0/percent").is_null());
  EXPECT_FALSE(reply.text("/points/0/reason").empty());
  EXPECT_EQ(reply.text("/points/1/sessionId"), second);
  EXPECT_EQ(reply.number("/points/1/trials"), 4u);
  EXPECT_EQ(reply.number("/points/1/correct"), 2u);
  EXPECT_EQ(reply.number("/points/1/voided"), 1u);
  EXPECT_EQ(reply.number("/points/1/percent"), 50u);

  const Reply later = chart("success-rate?from=2026-11-21&targetId=" + target_id_);
  ASSERT_EQ(later.at("/points").as_array().size(), 1u);
  EXPECT_EQ(later.text("/points/0/sessionId"), second);
}

TEST_F(ProgressApi, SuccessRateCountsMoreSessionsThanOnePageHas) {
  boost::json::array writes;
  for (int i = 0; i < 200; ++i) {
    boost::json::object one = session(target_id_, {"correct"});
    one["id"] = new_id();
    writes.push_back(boost::json::object{{"dogId", dog_id_}, {"record", std::move(one)}});
  }
  ASSERT_EQ(trainer().post("/v1/sync", {{"writes", writes}}).status, 200u);
  static_cast<void>(write(trainer(), dog_id_, session(target_id_, {"incorrect"})));
  EXPECT_EQ(chart("success-rate?targetId=" + target_id_).at("/points").as_array().size(), 201u);
}

TEST_F(ProgressApi, AbcRecordsAreCountedByIsoWeekWithoutGaps) {
  for (const char* time : {"2026-11-15T23:59:59Z", "2026-11-02T08:00:00Z", "2026-11-23T09:00:00Z"})
    static_cast<void>(write(trainer(), dog_id_, abc_record("barking", {{"occurredAt", time}})));
  static_cast<void>(write(trainer(), dog_id_, abc_record("lunging")));

  const Reply reply = chart("abc-per-week");
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/unit"), "records per week");
  const auto week = [](const char* name, const char* start, int count) {
    return boost::json::object{{"week", name}, {"start", start}, {"count", count}};
  };
  EXPECT_EQ(reply.at("/points"),
            (boost::json::array{week("2026-W45", "2026-11-02", 1), week("2026-W46", "2026-11-09", 1),
                                week("2026-W47", "2026-11-16", 0), week("2026-W48", "2026-11-23", 2)}));
  EXPECT_EQ(reply.at("/behaviors"), (boost::json::array{boost::json::object{{"behavior", "barking"}, {"count", 3}},
                                                        boost::json::object{{"behavior", "lunging"}, {"count", 1}}}));
  EXPECT_EQ(chart("abc-per-week?behavior=lunging").at("/points"),
            (boost::json::array{week("2026-W48", "2026-11-23", 1)}));
  EXPECT_EQ(chart("abc-per-week?to=2026-11-02").at("/points"), (boost::json::array{week("2026-W45", "2026-11-02", 1)}));
}

TEST_F(ProgressApi, ADogWithoutRecordsHasNoPoints) {
  EXPECT_EQ(chart("abc-per-week").at("/points"), boost::json::array{});
  EXPECT_EQ(chart("success-rate?targetId=" + target_id_).at("/points"), boost::json::array{});
}

TEST_F(ProgressApi, TargetStateAdvisesAndFollowsMastery) {
  static_cast<void>(
      write(trainer(), dog_id_, session(target_id_, {"correct", "correct", "incorrect", "correct", "correct"})));
  const Reply reply = chart("target-state?targetId=" + target_id_);
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/advice/advice"), "push");
  EXPECT_EQ(reply.text("/mastery/state"), "in-progress");
  EXPECT_EQ(reply.number("/mastery/sessionsNeeded"), 3u);
  EXPECT_EQ(chart("target-state").text("/errors/0/rule"), "required");
}

TEST_F(ProgressApi, GeneralizationAndCumulativeTrialsAreOfTheTarget) {
  static_cast<void>(write(trainer(), dog_id_, session(target_id_, {"correct", "incorrect"}, {{"place", "park"}})));
  const Reply matrix = chart("generalization?targetId=" + target_id_);
  EXPECT_EQ(matrix.text("/cells/0/place"), "park") << matrix.body;
  EXPECT_EQ(matrix.text("/cells/0/person"), "Tina");
  EXPECT_EQ(matrix.number("/cells/0/percent"), 50u);
  EXPECT_EQ(chart("cumulative-trials?targetId=" + target_id_).number("/points/0/total"), 1u);
}

TEST_F(ProgressApi, PhaseEffectsCompareTheTargetsPhases) {
  for (const auto& [at, kind] :
       {std::pair{"2026-11-01T00:00:00Z", "baseline"}, std::pair{"2026-11-10T00:00:00Z", "intervention"}})
    static_cast<void>(
        write(trainer(), dog_id_, {{"type", "phase"}, {"occurredAt", at}, {"kind", kind}, {"targetId", target_id_}}));
  for (const char* at : {"2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z"})
    static_cast<void>(write(trainer(), dog_id_, session(target_id_, {"incorrect"}, {{"occurredAt", at}})));
  for (const char* at : {"2026-11-12T10:00:00Z", "2026-11-13T10:00:00Z"})
    static_cast<void>(write(trainer(), dog_id_, session(target_id_, {"correct"}, {{"occurredAt", at}})));
  const Reply reply = chart("target-phase-effects?targetId=" + target_id_);
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.number("/changes/0/effects/nap/value"), 1u);
  EXPECT_EQ(reply.number("/changes/0/effects/pnd/value"), 100u);
  EXPECT_EQ(chart("success-rate?targetId=" + target_id_).at("/lines/phases").as_array().size(), 2u);
}

TEST_F(ProgressApi, PlanFidelityComparesHomeworkWithItsOutcome) {
  const std::string homework = write(trainer(), dog_id_,
                                     {{"type", "homework"},
                                      {"occurredAt", "2026-11-16T10:00:00Z"},
                                      {"title", "Recall at the door"},
                                      {"targetId", target_id_},
                                      {"steps", boost::json::array{boost::json::object{{"description", "Call"}}}},
                                      {"timesPerWeek", 7},
                                      {"dueOn", "2026-11-22"}});
  static_cast<void>(
      write(trainer(), dog_id_,
            {{"type", "homework-log"}, {"occurredAt", "2026-11-17T18:00:00Z"}, {"homeworkId", homework}}));
  static_cast<void>(
      write(trainer(), dog_id_, session(target_id_, {"correct"}, {{"occurredAt", "2026-11-18T10:00:00Z"}})));
  const Reply reply = chart("plan-fidelity?targetId=" + target_id_);
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.number("/weeks/0/planned"), 7u);
  EXPECT_EQ(reply.number("/weeks/0/done"), 1u);
  EXPECT_EQ(reply.number("/weeks/0/outcomePercent"), 100u);
}

}  // namespace
}  // namespace doggy::testing
