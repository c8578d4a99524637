#include "registry/records/csv_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "registry/records/csv_import.h"
#include "registry/types/catalog.h"

namespace doggy::csv {
namespace {

constexpr std::string_view kDogId = "019ab0f0-0000-7000-8000-00000000000d";
constexpr std::string_view kId = "019ab0f0-0000-7000-8000-0000000000a1";

const Timestamp& now() {
  static const Timestamp time = *Timestamp::parse("2026-11-24T10:00:00Z");
  return time;
}

// A record as the server would have it, from what a client sends.
records::Opened opened(std::string_view body) {
  auto draft = records::read_draft(codec::parse(body)->as_object(), std::string(kDogId), std::string(kId), now());
  if (!draft) throw std::runtime_error("wrong example: " + draft.error().fields.at(0).field);
  return {.common = {.id = *Uuid::parse(kId),
                     .type = std::string(draft->type->name),
                     .occurred_at = draft->occurred_at,
                     .audience = draft->audience},
          .fields = draft->fields,
          .section = draft->section};
}

// The same after export and import.
void expect_round_trip(std::string_view body) {
  const records::Opened before = opened(body);
  const auto& type = *types::find_type(before.common.type);
  const std::string file = export_csv(type, std::vector{before});
  const auto plan = plan_import({.type = std::string(type.name), .csv = file}, std::string(kDogId), now());
  ASSERT_TRUE(plan);
  ASSERT_TRUE(plan->report.errors.empty()) << plan->report.errors[0].message << "\n" << file;
  ASSERT_EQ(plan->records.size(), 1u) << file;
  const PlannedRecord& after = plan->records[0];
  EXPECT_EQ(after.id, kId);
  EXPECT_EQ(after.draft.occurred_at.text(), before.common.occurred_at.text());
  EXPECT_EQ(after.draft.audience, before.common.audience);
  EXPECT_EQ(codec::to_text(after.draft.fields), codec::to_text(before.fields)) << file;
}

TEST(CsvExport, IsReadBackByTheImport) {
  expect_round_trip(R"({"type":"note","occurredAt":"2026-11-23T10:00:00+01:00","text":"A \"quote\", a; line\nend",
                        "tags":["walk","a, b"],"pinned":true,"audience":["owner","trainer"]})");
  expect_round_trip(R"({"type":"note","occurredAt":"2026-11-23T10:00:00.250Z","text":"=1+1","audience":[]})");
  expect_round_trip(R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"'-5 and so on","tags":["-x"]})");
  expect_round_trip(R"({"type":"session","occurredAt":"2026-11-23T10:00:00-05:00","place":"park","equipment":["line"],
      "blocks":[{"targetId":"019ab0f0-0000-7000-8000-000000000001","step":1,
      "trials":[{"outcome":"correct","latencySeconds":1.25},{"outcome":"no-response","prompt":"lure"}]}]})");
  expect_round_trip(R"({"type":"observation","occurredAt":"2026-11-23T10:00:00Z","method":"continuous",
      "observedSeconds":60,"behaviors":[{"name":"bark","kind":"point"}],
      "events":[{"behavior":"bark","onsetSeconds":12.5,"modifiers":["loud"]}]})");
  expect_round_trip(R"({"type":"rsvp","occurredAt":"2026-11-23T10:00:00Z","answer":"yes",
      "appointmentId":"019ab0f0-0000-7000-8000-000000000001","occurrence":"2026-12-01"})");
  expect_round_trip(R"({"type":"weight","occurredAt":"2026-11-23T10:00:00Z","kilograms":31.25})");
}

TEST(CsvExport, HasAHeaderForEveryType) {
  for (const types::RecordType& type : types::catalog()) {
    const std::string file = export_csv(type, {});
    EXPECT_TRUE(file.starts_with("id,occurredAt,")) << type.name;
    EXPECT_TRUE(file.ends_with(",audience\r\n")) << type.name;
  }
}

// CSV injection: a spreadsheet must not run what somebody wrote into a note.
TEST(CsvExport, KeepsFormulasFromRunning) {
  const auto note = opened(R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"=HYPERLINK",
                               "tags":["@sum"]})");
  const std::string file = export_csv(*types::find_type("note"), std::vector{note});
  EXPECT_THAT(file, testing::HasSubstr(",'=HYPERLINK,"));
  EXPECT_THAT(file, testing::HasSubstr(R"("[""@sum""]")"));
}

// Some read full-width characters as the plain ones, and skip what is before them.
TEST(CsvExport, KeepsDisguisedFormulasFromRunning) {
  for (const std::string text : {"\uFF1D1", "\uFE661", "\uFF0B1", "\uFF0D1", "\uFF20x", " =1", "\u00A0\uFF1D1",
                                 "\u3000@x", "\uFEFF=1", "\n=1", "\t1", "' =1"}) {
    auto note = opened(R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"x"})");
    note.fields["text"] = text;
    EXPECT_THAT(export_csv(*types::find_type("note"), std::vector{note}), testing::HasSubstr("'" + text)) << text;
  }
  expect_round_trip(R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"\uFF1D1"})");
  expect_round_trip(R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"x =1","tags":["\uFF0B1"]})");
}

}  // namespace
}  // namespace doggy::csv
