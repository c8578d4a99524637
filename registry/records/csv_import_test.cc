#include "registry/records/csv_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "platform/json/codec.h"

namespace doggy::csv {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kDog = "019ab0f0-1c2d-7abc-8def-0123456789ab";
const Timestamp kNow = *Timestamp::parse("2026-11-23T12:00:00Z");

ImportRequest abc(std::string csv) {
  return {.type = "abc-record", .csv = std::move(csv), .time_zone = "+01:00"};
}

ImportPlan plan_of(const ImportRequest& request, const std::string& dog_id = kDog) {
  auto plan = plan_import(request, dog_id, kNow);
  EXPECT_TRUE(plan) << (plan ? "" : plan.error().detail);
  return plan ? *std::move(plan) : ImportPlan();
}

/// "line column/field rule" of each error.
std::vector<std::string> wrong(const ImportPlan& plan) {
  std::vector<std::string> lines;
  for (const ImportError& error : plan.report.errors) {
    EXPECT_FALSE(error.message.empty());
    lines.push_back(fmt::format("{} {}/{} {}", error.line, error.column, error.field.value_or(""), error.rule));
  }
  return lines;
}

/// "field rule" of a request that is refused.
std::vector<std::string> refused(const ImportRequest& request) {
  const auto plan = plan_import(request, kDog, kNow);
  std::vector<std::string> lines;
  if (plan) return lines;
  EXPECT_EQ(plan.error().code, Code::kInvalid);
  for (const FieldError& error : plan.error().fields) lines.push_back(error.field + " " + error.rule);
  return lines;
}

std::string fields_text(const PlannedRecord& record) {
  return codec::to_text(record.draft.fields);
}

TEST(PlanImport, MakesARecordOfEachRow) {
  const auto plan =
      plan_of(abc("occurred_at;Antecedent;BEHAVIOR;consequence;Intensity;duration seconds;Mood\r\n"
                  "23.11.2026 09:15;jogger;barking;\"scatter;\nfeed\";3;12,5;good\r\n"
                  ";;;;;;\r\n"
                  "2026-11-22T08:00:00Z;bike;lunging;U-turn;;;\r\n"));
  EXPECT_THAT(wrong(plan), IsEmpty());
  EXPECT_EQ(plan.report.rows, 2u);
  EXPECT_EQ(plan.report.valid, 2u);
  EXPECT_THAT(plan.report.columns, ElementsAre("occurred_at", "Antecedent", "BEHAVIOR", "consequence", "Intensity",
                                               "duration seconds", "Mood"));
  EXPECT_EQ(
      codec::to_text(plan.report.mapping),
      R"({"occurred_at":"occurredAt","Antecedent":"antecedent","BEHAVIOR":"behavior","consequence":"consequence",)"
      R"("Intensity":"intensity","duration seconds":"durationSeconds","Mood":null})");
  ASSERT_THAT(plan.records, SizeIs(2));
  EXPECT_EQ(plan.records[0].line, 2u);
  EXPECT_EQ(plan.records[0].draft.occurred_at.text(), "2026-11-23T09:15:00+01:00");
  EXPECT_EQ(plan.records[0].draft.type->name, "abc-record");
  EXPECT_EQ(plan.records[0].draft.audience, (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer}));
  EXPECT_EQ(
      fields_text(plan.records[0]),
      R"({"antecedent":"jogger","behavior":"barking","consequence":"scatter;\nfeed","intensity":3,"durationSeconds":12.5})");
  EXPECT_EQ(plan.records[1].line, 5u);
  EXPECT_EQ(plan.records[1].draft.occurred_at.text(), "2026-11-22T08:00:00Z");
  EXPECT_EQ(fields_text(plan.records[1]), R"({"antecedent":"bike","behavior":"lunging","consequence":"U-turn"})");
  ASSERT_THAT(plan.report.sample, SizeIs(2));
  EXPECT_EQ(
      codec::to_text(plan.report.sample[1]),
      R"({"type":"abc-record","occurredAt":"2026-11-22T08:00:00Z","antecedent":"bike","behavior":"lunging","consequence":"U-turn"})");
}

TEST(PlanImport, ListsEveryErrorWithLineColumnAndRule) {
  const auto plan =
      plan_of(abc("date,time,antecedent,behavior,consequence,intensity,hypothesizedFunction\n"
                  "2026-11-01,10:00,a,b,c,3,Escape\n"
                  "31.02.2026,10:00,a,b,c,3,\n"
                  "2026-11-01,25:00,a,,c,7,fun\n"
                  "2026-11-01,,a,b,\"c\nc\",3-4,\n"
                  ",,a,b,c,1,\n"
                  "2027-01-01,,a,b,c,,\n"
                  "1989-12-31,,a,b,c,,,surplus\n"
                  "2026-11-01,10:00,a,b,c\n"));
  EXPECT_THAT(wrong(plan),
              ElementsAre("3 date/occurredAt format", "4 time/occurredAt format", "4 behavior/behavior required",
                          "4 intensity/intensity maximum", "4 hypothesizedFunction/hypothesizedFunction enum",
                          "5 intensity/intensity type", "7 date/occurredAt required", "8 date/occurredAt maximum",
                          "9 / columns", "9 date/occurredAt minimum"));
  EXPECT_EQ(plan.report.rows, 8u);
  EXPECT_EQ(plan.report.valid, 2u);
  EXPECT_THAT(plan.records, SizeIs(2));
}

TEST(PlanImport, SaysOnceThatAColumnIsMissing) {
  EXPECT_THAT(wrong(plan_of(abc("antecedent,behavior\na,b\na,b\n"))),
              ElementsAre("1 /occurredAt required", "1 /consequence required"));
}

TEST(PlanImport, FollowsTheMapping) {
  ImportRequest request = abc("Wann,Auslöser,Verhalten,Folge,notes\n2026-11-01,a,b,c,private\n");
  request.mapping = {{"Wann", "occurredAt"},
                     {"Auslöser", "antecedent"},
                     {"Verhalten", "behavior"},
                     {"Folge", "consequence"},
                     {"notes", nullptr}};
  const auto plan = plan_of(request);
  EXPECT_THAT(wrong(plan), IsEmpty());
  ASSERT_THAT(plan.records, SizeIs(1));
  EXPECT_EQ(fields_text(plan.records[0]), R"({"antecedent":"a","behavior":"b","consequence":"c"})");
  EXPECT_EQ(codec::to_text(plan.report.mapping), codec::to_text(*request.mapping));
}

TEST(PlanImport, RefusesAWrongRequest) {
  ImportRequest request = abc("occurredAt,antecedent,x,y\n2026-11-01,a,b,c\n");
  request.mapping = {{"x", "behaviour"}, {"z", "behavior"}, {"y", "antecedent"}, {"antecedent", "antecedent"}};
  request.defaults = {{"intensity", "many"}, {"color", "red"}};
  EXPECT_THAT(refused(request), ElementsAre("mapping.x enum", "mapping.z unknown", "mapping.antecedent unique",
                                            "defaults.intensity type", "defaults.color unknown"));
  EXPECT_THAT(refused({.type = "poem", .csv = "a\n1\n"}), ElementsAre("type enum"));
  EXPECT_THAT(refused({.type = "tarot", .csv = "a\n1\n"}), ElementsAre("type enum"));
  EXPECT_THAT(refused({.type = "note", .csv = "a\n1\n", .time_zone = "Berlin"}), ElementsAre("timeZone format"));
}

TEST(PlanImport, FillsEmptyCellsWithDefaults) {
  ImportRequest request = abc("occurredAt,antecedent,behavior,consequence\n2026-11-01,a,b,\n2026-11-02,a,b,walk\n");
  request.defaults = {{"consequence", "scatter feed"}, {"intensity", "2"}, {"audience", boost::json::array{"trainer"}}};
  const auto plan = plan_of(request);
  EXPECT_THAT(wrong(plan), IsEmpty());
  ASSERT_THAT(plan.records, SizeIs(2));
  EXPECT_EQ(fields_text(plan.records[0]),
            R"({"antecedent":"a","behavior":"b","consequence":"scatter feed","intensity":2})");
  EXPECT_EQ(fields_text(plan.records[1]), R"({"antecedent":"a","behavior":"b","consequence":"walk","intensity":2})");
  EXPECT_EQ(plan.records[0].draft.audience, (circle::Audience{circle::Role::kTrainer}));
}

TEST(PlanImport, FindsTheDateOrderOrAsksForIt) {
  const std::string head = "occurredAt,antecedent,behavior,consequence\n";
  EXPECT_EQ(plan_of(abc(head + "03/04/2026,a,b,c\n23/04/2026,a,b,c\n")).records.at(0).draft.occurred_at.local_date(),
            "2026-04-03");
  EXPECT_EQ(plan_of(abc(head + "03/04/2026,a,b,c\n04/23/2026,a,b,c\n")).records.at(0).draft.occurred_at.local_date(),
            "2026-03-04");
  ImportRequest unclear = abc(head + "03/04/2026,a,b,c\n");
  EXPECT_THAT(wrong(plan_of(unclear)), ElementsAre("2 occurredAt/dateOrder required"));
  unclear.date_order = DateOrder::kMdy;
  EXPECT_EQ(plan_of(unclear).records.at(0).draft.occurred_at.local_date(), "2026-03-04");
}

TEST(PlanImport, GivesTheSameRowTheSameIdEveryTime) {
  const std::string csv =
      "occurredAt,antecedent,behavior,consequence\n2026-11-01,a,b,c\n2026-11-02,a,b,c\n2026-11-01,a,b,c\n";
  const auto first = plan_of(abc(csv));
  ASSERT_THAT(first.records, SizeIs(3));
  const std::set<std::string> ids{first.records[0].id, first.records[1].id, first.records[2].id};
  EXPECT_THAT(ids, SizeIs(3));
  ASSERT_THAT(first.report.repeated, SizeIs(1));
  EXPECT_EQ(first.report.repeated[0].line, 4u);
  EXPECT_EQ(first.report.repeated[0].first_line, 2u);

  const auto longer = plan_of(abc("Behavior;Consequence;Antecedent;occurred at\nx;y;z;2026-10-31\nb;c;a;1.11.2026\n"));
  EXPECT_EQ(longer.records.at(1).id, first.records[0].id);
  EXPECT_NE(plan_of(abc(csv), "019ab0f0-1c2d-7abc-8def-0123456789ac").records.at(0).id, first.records[0].id);
}

TEST(PlanImport, ReadsNotesAndWeights) {
  const auto notes =
      plan_of({.type = "note", .csv = "Date,Text,Tags,Pinned\n2026-11-01,Good walk 🐕,\"walk; park\",ja\n"});
  EXPECT_THAT(wrong(notes), IsEmpty());
  EXPECT_EQ(fields_text(notes.records.at(0)), R"({"text":"Good walk 🐕","tags":["walk","park"],"pinned":true})");
  EXPECT_EQ(notes.records.at(0).draft.occurred_at.text(), "2026-11-01T00:00:00+00:00");

  const auto weights = plan_of({.type = "weight", .csv = "Date;Kilograms\n1.11.2026;31,3\n2.11.2026;313\n"});
  EXPECT_THAT(wrong(weights), ElementsAre("3 Kilograms/kilograms maximum"));
  EXPECT_EQ(fields_text(weights.records.at(0)), R"({"kilograms":31.3})");
}

TEST(PlanImport, ReadsSessionsWithCountsOfTrials) {
  const auto plan = plan_of({.type = "session",
                             .csv = "date,place,targetId,step,correct,incorrect,no response,void,prompt\n"
                                    "2026-11-01,park,019ab0f0-0000-7000-8000-000000000001,2,2,1,1,,Lure\n"
                                    "2026-11-02,park,not-an-id,99,501,x,0,1,\n"
                                    "2026-11-03,yard,,,,,,,\n"});
  EXPECT_THAT(wrong(plan), ElementsAre("3 correct/correct maximum", "3 incorrect/incorrect type",
                                       "3 targetId/blocks[0].targetId format", "3 step/blocks[0].step maximum"));
  ASSERT_THAT(plan.records, SizeIs(2));
  EXPECT_EQ(
      fields_text(plan.records[0]),
      R"({"place":"park","equipment":[],"reinforcers":[],"blocks":[{"targetId":"019ab0f0-0000-7000-8000-000000000001",)"
      R"("step":2,"trials":[{"outcome":"correct","prompt":"lure"},{"outcome":"correct","prompt":"lure"},)"
      R"({"outcome":"incorrect","prompt":"lure"},{"outcome":"no-response","prompt":"lure"}]}]})");
  EXPECT_EQ(fields_text(plan.records[1]), R"({"place":"yard","equipment":[],"reinforcers":[],"blocks":[]})");
}

TEST(PlanImport, ReportsAFileThatCannotBeReadAtAll) {
  EXPECT_THAT(wrong(plan_of(abc(""))), ElementsAre("1 / required"));
  EXPECT_THAT(wrong(plan_of(abc("a,b\n1,\"x\n"))), ElementsAre("2 / quote"));
  EXPECT_THAT(wrong(plan_of(abc("a,b\n1,h\xfc\n"))), ElementsAre("2 / encoding"));
  EXPECT_THAT(wrong(plan_of(abc("occurredAt,antecedent,behavior,consequence\n"))), ElementsAre("1 / minItems"));
}

TEST(PlanImport, BoundsTheNumberOfRows) {
  std::string csv = "date,text\n";
  for (std::size_t i = 0; i <= kMaxRows; ++i) csv += "2026-11-01,x\n";
  const auto plan = plan_of({.type = "note", .csv = csv});
  EXPECT_THAT(wrong(plan), ElementsAre("20002 / maxItems"));
  EXPECT_THAT(plan.records, IsEmpty());
}

TEST(ImportRequest, IsReadFromJson) {
  const auto request = codec::decode_text<ImportRequest>(
      R"({"type":"note","csv":"a\n1\n","mapping":{"a":"text"},"dateOrder":"dmy","dryRun":true})",
      codec::Source::kClient);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->date_order, DateOrder::kDmy);
  EXPECT_EQ(request->time_zone, "+00:00");
  EXPECT_TRUE(request->dry_run);
}

TEST(ImportReport, IsWrittenAsJson) {
  ImportReport report{.rows = 2, .valid = 1, .created = 1};
  report.errors = {{3, "Intensity", "intensity", "maximum", "Must be at most 5."}};
  EXPECT_EQ(
      codec::encode_text(report),
      R"({"rows":2,"valid":1,"created":1,"duplicates":0,"errors":[{"line":3,"column":"Intensity","field":"intensity",)"
      R"("rule":"maximum","message":"Must be at most 5."}],"repeated":[],"dryRun":false,"columns":[],"mapping":{},"sample":[]})");
}

}  // namespace
}  // namespace doggy::csv
