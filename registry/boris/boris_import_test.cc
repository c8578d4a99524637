#include "registry/boris/boris_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "platform/json/codec.h"
#include "registry/progress/time_budget.h"

namespace doggy::boris {
namespace {

const std::string kDog = "019ab0f0-0000-7000-8000-00000000000d";

// tests/data/boris: a project of BORIS's format 7.0, and what BORIS 8.27.4 exported from it.
std::string data(const std::string& name) {
  std::ifstream file(std::string(DOGGY_TEST_DATA) + "/boris/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<csv::ImportPlan> plan(std::string file, std::optional<std::string> subject = "Balu") {
  return plan_import({.file = std::move(file), .subject = std::move(subject), .time_zone = "+01:00"}, kDog,
                     *Timestamp::parse("2026-11-24T10:00:00Z"));
}

std::vector<types::Observation> observations(const csv::ImportPlan& made) {
  std::vector<types::Observation> found;
  for (const csv::PlannedRecord& record : made.records)
    if (record.draft.type->name == "observation")
      found.push_back(codec::decode<types::Observation>(record.draft.fields, codec::Source::kStored).value());
  return found;
}

std::vector<std::string> errors(const Result<csv::ImportPlan>& made) {
  std::vector<std::string> texts;
  for (const csv::ImportError& error : made->report.errors)
    texts.push_back(std::to_string(error.line) + " " + error.column + " " + error.rule);
  return texts;
}

// Expected: what the time budget of BORIS 8.27.4 itself gives for both observations of the project, subject Balu.
void expect_boris_time_budget(const std::vector<types::Observation>& made) {
  const auto budget = progress::time_budget(made);
  ASSERT_GE(budget.behaviors.size(), 3u);
  const auto& bark = budget.behaviors.front();
  EXPECT_EQ(bark.number, 6u);
  EXPECT_NEAR(bark.inter_event_mean_seconds.value(), 16.875, 5e-4);
  EXPECT_NEAR(bark.inter_event_deviation_seconds.value(), 8.403, 5e-4);
  EXPECT_FALSE(bark.total_seconds);
  const auto lie = std::ranges::find(budget.behaviors, "lie", &progress::BehaviorBudget::behavior);
  EXPECT_EQ(lie->number, 4u);
  EXPECT_NEAR(lie->total_seconds.value(), 72.625, 5e-4);
  EXPECT_NEAR(lie->mean_seconds.value(), 18.156, 5e-4);
  EXPECT_NEAR(lie->deviation_seconds.value(), 8.569, 5e-4);
  EXPECT_NEAR(lie->inter_event_mean_seconds.value(), 6.875, 5e-4);
  EXPECT_NEAR(lie->inter_event_deviation_seconds.value(), 0.530, 5e-4);
  const auto pull = std::ranges::find(budget.behaviors, "pull", &progress::BehaviorBudget::behavior);
  EXPECT_EQ(pull->number, 2u);
  EXPECT_NEAR(pull->total_seconds.value(), 10.05, 5e-4);
  EXPECT_NEAR(pull->mean_seconds.value(), 5.025, 5e-4);
  EXPECT_NEAR(pull->deviation_seconds.value(), 2.440, 5e-4);
  EXPECT_FALSE(pull->inter_event_mean_seconds);
}

TEST(BorisImport, ReadsAProject) {
  const auto made = plan(data("balu.boris"));
  ASSERT_TRUE(made) << made.error().detail;
  ASSERT_THAT(errors(made), testing::IsEmpty());
  ASSERT_EQ(made->records.size(), 6u);
  EXPECT_EQ(made->records[0].draft.type->name, "behavior-definition");
  EXPECT_EQ(codec::to_text(made->records[0].draft.fields),
            R"({"name":"lie","operationalDefinition":"Chest and elbows on the ground.","examples":[],"nonExamples":[],)"
            R"("kind":"state","severityScale":[],"code":"l","category":"calm","archived":false})");
  EXPECT_EQ(made->records[4].draft.occurred_at.text(), "2026-11-10T09:15:00+01:00");
  const auto found = observations(*made);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_DOUBLE_EQ(found[0].observed_seconds.value(), 60);
  EXPECT_DOUBLE_EQ(found[1].observed_seconds.value(), 120);
  EXPECT_EQ(found[0].behaviors.size(), 4u);
  EXPECT_EQ(found[0].behaviors[0].definition_id->text(), made->records[0].id);
  EXPECT_EQ(found[0].events[3].comment.value(), "jogger");
  expect_boris_time_budget(found);
}

TEST(BorisImport, ReadsItsTables) {
  for (const char* name : {"balu_aggregated.tsv", "balu_events.tsv"}) {
    const auto made = plan(data(name));
    ASSERT_TRUE(made) << made.error().detail;
    ASSERT_THAT(errors(made), testing::IsEmpty()) << name;
    const auto found = observations(*made);
    ASSERT_EQ(found.size(), 2u) << name;
    EXPECT_DOUBLE_EQ(found[1].observed_seconds.value(), 120) << name;
    expect_boris_time_budget(found);
  }
}

TEST(BorisImport, ReadsTablesBelowTheirObservation) {
  const auto made = plan(
      "Observation id\twalk\t\n\nObservation date\t2016-11-27 01:57:26\t\n\n"
      "Time\tTotal length\tSubject\tBehavior\tModifiers\tStatus\n"
      "3.300\t90.5\t\ts\tm1|None\tSTART\n4\t90.5\t\tp\t\tPOINT\n7.75\t90.5\t\ts\tm1\tSTOP\n",
      std::nullopt);
  ASSERT_TRUE(made);
  ASSERT_THAT(errors(made), testing::IsEmpty());
  const auto found = observations(*made);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(made->records[0].draft.occurred_at.text(), "2016-11-27T01:57:26+01:00");
  EXPECT_DOUBLE_EQ(found[0].observed_seconds.value(), 90.5);
  ASSERT_EQ(found[0].events.size(), 2u);
  EXPECT_DOUBLE_EQ(found[0].events[0].offset_seconds.value(), 7.75);
  EXPECT_THAT(found[0].events[0].modifiers, testing::ElementsAre("m1"));
}

TEST(BorisImport, FindsEverythingThereWhenImportedAgain) {
  const auto first = plan(data("balu.boris"));
  const auto second = plan(data("balu.boris"));
  for (std::size_t i = 0; i < first->records.size(); ++i) EXPECT_EQ(first->records[i].id, second->records[i].id);
  const auto table = plan(data("balu_events.tsv"));
  EXPECT_EQ(table->records[0].id, first->records[4].id);
}

TEST(BorisImport, AsksWhoseEventsTheyAre) {
  EXPECT_EQ(plan(data("balu.boris"), std::nullopt).error().fields.at(0).rule, "required");
  EXPECT_EQ(plan(data("balu.boris"), "Luna").error().fields.at(0).rule, "enum");
  EXPECT_EQ(observations(*plan(data("balu.boris"), "Rex")).at(0).events.size(), 1u);
}

TEST(BorisImport, ReportsUnpairedStates) {
  std::string project = data("balu.boris");
  // The stop of the first pull becomes a bark.
  const auto stop = project.find("21.4");
  project.replace(project.find("pull", stop), 4, "bark");
  EXPECT_THAT(errors(plan(project)), testing::ElementsAre("6 park 1 unpaired"));
  EXPECT_TRUE(
      plan("Observation id\tObservation date\tBehavior\tBehavior type\tTime\no\t2026-11-10\ts\tSTOP\t3\n", std::nullopt)
          ->report.errors[0]
          .message.contains("has no start"));
}

TEST(BorisImport, ReportsWhatIsWrongByRow) {
  EXPECT_THAT(errors(plan("{\"observations\": 3}")), testing::ElementsAre("1  format"));
  EXPECT_THAT(errors(plan("{")), testing::ElementsAre("1  json"));
  EXPECT_THAT(errors(plan("a,b\n1,2\n")), testing::ElementsAre("1  format"));
  EXPECT_THAT(errors(plan("Observation id\tObservation date\tBehavior\tBehavior type\tStart (s)\tStop (s)\n"
                          "o\t2026-11-10\tlie\tSTATE\t5\t3\no\t2026-11-10\tlie\tSTATE\t6\t9\n"
                          "o\t2026-11-10\tlie\tSTATE\t8\t9\n",
                          std::nullopt)),
              testing::ElementsAre("2 o order", "4 o overlap"));
  EXPECT_THAT(errors(plan("Observation id\tObservation date\tBehavior\tBehavior type\tStart (s)\tStop (s)\n"
                          "o\t2026-11-10\tlie\tSTATE\tx\t3\no\t2026-11-10\tlie\tNAP\t6\t9\n",
                          std::nullopt)),
              testing::ElementsAre("2 Start (s) type", "3 Behavior type enum"));
  EXPECT_THAT(errors(plan(R"({"behaviors_conf": {}, "observations": {"o": {"date": "2026-11-10T10:00:00",
                              "events": [[1, "", "x", "", ""], [2]]}}})",
                          std::nullopt)),
              testing::ElementsAre("1 o reference", "2 o format"));
  EXPECT_THAT(
      errors(plan(R"({"behaviors_conf": {}, "observations": {"o": {"date": "someday", "events": []}}})", std::nullopt)),
      testing::ElementsAre("1 o format"));
}

}  // namespace
}  // namespace doggy::boris
