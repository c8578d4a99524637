// The files of tests/data, as a trainer would import them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "platform/json/codec.h"
#include "registry/records/csv_import.h"

namespace doggy::csv {
namespace {

ImportPlan plan_of(const std::string& name) {
  std::ifstream file(std::string(DOGGY_TEST_DATA) + "/" + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto plan = plan_import({.type = "abc-record", .csv = text, .time_zone = "+01:00"},
                          "019ab0f0-1c2d-7abc-8def-0123456789ab", *Timestamp::parse("2026-11-23T12:00:00Z"));
  EXPECT_TRUE(plan);
  return plan ? *std::move(plan) : ImportPlan();
}

TEST(TrainingLog, IsImportedWhole) {
  const auto plan = plan_of("training-log.csv");
  EXPECT_THAT(plan.report.errors, testing::IsEmpty());
  EXPECT_GE(plan.report.rows, 500u);
  EXPECT_EQ(plan.report.valid, plan.report.rows);
  EXPECT_EQ(plan.report.repeated.size(), 12u);
  EXPECT_TRUE(plan.report.mapping.at("Weather").is_null());
  EXPECT_EQ(plan.report.mapping.at("Hypothesized function"), "hypothesizedFunction");

  std::set<std::string> ids;
  std::string all;
  for (const PlannedRecord& record : plan.records) {
    ids.insert(record.id);
    all += codec::to_text(record.draft.fields) + "\n";
  }
  EXPECT_EQ(ids.size(), plan.records.size());
  for (std::string_view piece : {"🐕", "😬", "then the whole program.\\nWe went home.", "he took the \\\"wait\\\" cue",
                                 "neighbor’s cat", "“look at that”"}) {
    EXPECT_NE(all.find(piece), std::string::npos) << piece;
  }
}

TEST(TrainingLog, WithMistakesNamesEachOfThem) {
  const auto plan = plan_of("training-log-bad.csv");
  std::vector<std::string> wrong;
  for (const ImportError& error : plan.report.errors) {
    wrong.push_back(fmt::format("{}: {} {}", error.line, error.column, error.rule));
  }
  EXPECT_THAT(wrong, testing::ElementsAre("2: Date format", "4: Date format", "5: Time format", "7: Intensity maximum",
                                          "8: Intensity type", "12: Behavior required", "13: Duration seconds minimum",
                                          "15: Duration seconds type", "16: Hypothesized function enum",
                                          "18: Date maximum", "19: Intensity type", "19: Antecedent required",
                                          "19: Consequence required", "21:  columns", "22: Antecedent maxLength"));
  EXPECT_EQ(plan.report.rows, 19u);
  EXPECT_EQ(plan.report.valid, 6u);
}

}  // namespace
}  // namespace doggy::csv
