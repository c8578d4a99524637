#include "registry/report/assemble.h"

#include <gtest/gtest.h>

namespace doggy::report {
namespace {

Timestamp at(const std::string& text) {
  return Timestamp::parse(text).value();
}

progress::HeldSession held(const Uuid& target, const char* when, int correct, int incorrect) {
  types::TrialBlock block{.target_id = target, .step = 0};
  for (int i = 0; i < correct; ++i) block.trials.push_back({.outcome = types::Outcome::kCorrect});
  for (int i = 0; i < incorrect; ++i) block.trials.push_back({.outcome = types::Outcome::kIncorrect});
  return {.id = Uuid::v7(), .at = at(when), .session = {.blocks = {std::move(block)}}, .person = "Tina"};
}

TrainedTarget target(const char* name, bool archived = false) {
  const Uuid id = Uuid::v7();
  return {.name = {.id = id, .name = name}, .target = {.name = name, .steps = {{}, {}}, .archived = archived}};
}

TEST(Report, TellsHowATargetBeganAndEnded) {
  const TrainedTarget recall = target("Recall");
  TrainingMaterial material{.begin = at("2026-10-01T00:00:00Z"), .targets = {recall}};
  material.sessions = {held(recall.name.id, "2026-11-20T10:00:00Z", 9, 1),
                       held(recall.name.id, "2026-10-02T10:00:00Z", 1, 3),
                       held(recall.name.id, "2026-09-01T10:00:00Z", 0, 5)};
  const auto reports = training_part(material);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].points.size(), 2U);  // The oldest is before the period.
  EXPECT_DOUBLE_EQ(reports[0].success.begin.value.value(), 25);
  EXPECT_EQ(reports[0].success.begin.n, 4U);
  EXPECT_DOUBLE_EQ(reports[0].success.end.value.value(), 90);
  EXPECT_EQ(reports[0].success.end.n, 10U);
  ASSERT_EQ(reports[0].generalization.size(), 1U);
  EXPECT_EQ(reports[0].generalization[0].trials, 14U);
}

TEST(Report, SaysWhyThereIsNoFigureAndLeavesOutWhatIsDoneWith) {
  const TrainingMaterial material{.targets = {target("Stay"), target("Down", true)}};
  const auto reports = training_part(material);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].name, "Stay");
  EXPECT_FALSE(reports[0].success.begin.value);
  EXPECT_FALSE(reports[0].success.begin.reason.value().empty());
}

TEST(Report, ShowsABehaviorByItsDefinition) {
  BehaviorMaterial material;
  material.definitions = {{.name = "Eye contact",
                           .operational_definition = "Looks at the handler's face",
                           .direction = types::WantedDirection::kIncrease}};
  types::Observation watched{.observed_seconds = 120, .behaviors = {{.name = "eye contact"}}};
  watched.events = {{.behavior = "eye contact", .onset_seconds = 3}, {.behavior = "eye contact", .onset_seconds = 9}};
  material.observations = {{.id = Uuid::v7(), .at = at("2026-11-20T10:00:00Z"), .observation = watched}};
  const auto reports = behavior_part(material);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].definition, "Looks at the handler's face");
  EXPECT_EQ(reports[0].wanted, progress::WantedChange::kIncrease);
  EXPECT_DOUBLE_EQ(reports[0].rate.begin.value.value(), 1);
  EXPECT_EQ(reports[0].rate.begin.n, 2U);
  EXPECT_TRUE(reports[0].celeration.reason);  // One day has no trend.
}

TEST(Report, PutsOneTriggerTogetherHoweverItIsWritten) {
  const auto reports = trigger_part({{"Jogger", {.distance_meters = 5, .reaction = 4}},
                                     {"jogger ", {.distance_meters = 20, .reaction = 0}},
                                     {"bicycle", {.distance_meters = 20, .reaction = 0}}});
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[1].trigger, "Jogger");
  EXPECT_EQ(reports[1].threshold.n, 2U);
}

TEST(Report, ListsInTheOrderOfTimeAndDefinesWhatIsThere) {
  Report report;
  report.incidents = {{.at = at("2026-11-20T10:00:00Z")}, {.at = at("2026-11-02T10:00:00Z")}};
  report.health.emplace();
  finish(report);
  EXPECT_EQ(report.incidents->front().at, at("2026-11-02T10:00:00Z"));
  ASSERT_EQ(report.definitions.size(), 1U);
  EXPECT_EQ(report.definitions[0].measure, Measure::kVaccinations);
  for (Part part : {Part::kTraining, Part::kBehavior, Part::kTriggers, Part::kHomework})
    for (const Definition& one : definitions_of(part)) EXPECT_FALSE(one.text.empty());
}

}  // namespace
}  // namespace doggy::report
