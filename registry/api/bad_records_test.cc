// Records that break a rule, one row each; and what is just within bounds.
#include <gtest/gtest.h>

#include "registry/api/testing/bad_input.h"

namespace doggy::testing {
namespace {

std::vector<BadInput> wrong_records() {
  const std::string long_text(20'001, 'x');
  std::string many_tags = "\"tags\":[\"0\"";
  for (int i = 1; i < 21; ++i) many_tags += ",\"" + std::to_string(i) + "\"";
  return {
      {"IdThatIsNoUuid", "PUT", "/v1/dogs/{dog}/records/42", note_of("x"), 422, {{"id", "format"}}},
      {"AnotherId", "PUT", kNewRecord, note_with(R"("id":"{record}")"), 422, {{"id", "match"}}},
      {"AnotherDog", "PUT", kNewRecord, note_with(R"("dogId":"{new}")"), 422, {{"dogId", "match"}}},
      {"NoType", "PUT", kNewRecord, R"({"occurredAt":"2026-11-23T10:00:00Z","text":"x"})", 422, {{"type", "required"}}},
      {"UnknownType",
       "PUT",
       kNewRecord,
       R"({"type":"poem","occurredAt":"2026-11-23T10:00:00Z"})",
       422,
       {{"type", "enum"}}},
      {"NumberAsType", "PUT", kNewRecord, R"({"type":1,"occurredAt":"2026-11-23T10:00:00Z"})", 422, {{"type", "type"}}},
      {"OtherType", "PUT", kRecord, note_of("x"), 422, {{"type", "immutable"}}},
      {"NoTime", "PUT", kNewRecord, R"({"type":"note","text":"x"})", 422, {{"occurredAt", "required"}}},
      {"DateOnly", "PUT", kNewRecord, note_at("2026-11-23"), 422, {{"occurredAt", "format"}}},
      {"NoOffset", "PUT", kNewRecord, note_at("2026-11-23T10:00:00"), 422, {{"occurredAt", "format"}}},
      {"NoSuchDay", "PUT", kNewRecord, note_at("2026-02-30T10:00:00Z"), 422, {{"occurredAt", "format"}}},
      {"NoSuchHour", "PUT", kNewRecord, note_at("2026-11-23T25:00:00Z"), 422, {{"occurredAt", "format"}}},
      {"Ancient", "PUT", kNewRecord, note_at("1989-12-31T23:59:59Z"), 422, {{"occurredAt", "minimum"}}},
      {"YearZero", "PUT", kNewRecord, note_at("0000-01-01T00:00:00Z"), 422, {{"occurredAt", "minimum"}}},
      {"Future", "PUT", kNewRecord, note_at("2026-11-25T10:00:00Z"), 422, {{"occurredAt", "maximum"}}},
      {"FarFuture", "PUT", kNewRecord, note_at("9999-12-31T23:59:59Z"), 422, {{"occurredAt", "maximum"}}},
      {"NoText",
       "PUT",
       kNewRecord,
       R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z"})",
       422,
       {{"text", "required"}}},
      {"NullText",
       "PUT",
       kNewRecord,
       R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":null})",
       422,
       {{"text", "required"}}},
      {"EmptyText", "PUT", kNewRecord, note_of(""), 422, {{"text", "minLength"}}},
      {"LongText", "PUT", kNewRecord, note_of(long_text), 422, {{"text", "maxLength"}}},
      {"NulInText",
       "PUT",
       kNewRecord,
       R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"a\u0000b"})",
       422,
       {{"text", "format"}}},
      {"NumberAsText",
       "PUT",
       kNewRecord,
       R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":7})",
       422,
       {{"text", "type"}}},
      {"TextAsTags", "PUT", kNewRecord, note_with(R"("tags":"walk")"), 422, {{"tags", "type"}}},
      {"ManyTags", "PUT", kNewRecord, note_with(many_tags + "]"), 422, {{"tags", "maxItems"}}},
      {"EmptyAndWrongTags",
       "PUT",
       kNewRecord,
       note_with(R"("tags":["",1,"ok"])"),
       422,
       {{"tags[0]", "minLength"}, {"tags[1]", "type"}}},
      {"TextAsBool", "PUT", kNewRecord, note_with(R"("pinned":"yes")"), 422, {{"pinned", "type"}}},
      {"AmendsNoId", "PUT", kNewRecord, note_with(R"("amends":"last week's")"), 422, {{"amends", "format"}}},
      {"UnknownField", "PUT", kNewRecord, note_with(R"("texts":"y")"), 422, {{"texts", "unknown"}}},
      {"FieldOfAnotherType", "PUT", kNewRecord, note_with(R"("kilograms":3)"), 422, {{"kilograms", "unknown"}}},
      {"UnknownRole", "PUT", kNewRecord, note_with(R"("audience":["vet"])"), 422, {{"audience[0]", "enum"}}},
      {"TextAsAudience", "PUT", kNewRecord, note_with(R"("audience":"trainer")"), 422, {{"audience", "type"}}},
      {"LargeAudience",
       "PUT",
       kNewRecord,
       note_with(R"("audience":["owner","owner","owner","owner","owner"])"),
       422,
       {{"audience", "maxItems"}}},
      {"HighIntensity", "PUT", kNewRecord, abc_with(R"("intensity":6)"), 422, {{"intensity", "maximum"}}},
      {"LowIntensity", "PUT", kNewRecord, abc_with(R"("intensity":-1)"), 422, {{"intensity", "minimum"}}},
      {"HalfIntensity", "PUT", kNewRecord, abc_with(R"("intensity":2.5)"), 422, {{"intensity", "type"}}},
      {"HugeIntensity",
       "PUT",
       kNewRecord,
       abc_with(R"("intensity":99999999999999999999999)"),
       422,
       {{"intensity", "maximum"}}},
      {"NegativeDuration",
       "PUT",
       kNewRecord,
       abc_with(R"("durationSeconds":-0.001)"),
       422,
       {{"durationSeconds", "minimum"}}},
      {"InfiniteDuration",
       "PUT",
       kNewRecord,
       abc_with(R"("durationSeconds":1e999)"),
       422,
       {{"durationSeconds", "maximum"}}},
      {"UnknownFunction",
       "PUT",
       kNewRecord,
       abc_with(R"("hypothesizedFunction":"spite")"),
       422,
       {{"hypothesizedFunction", "enum"}}},
      {"NoSteps",
       "PUT",
       kNewRecord,
       R"({"type":"target","occurredAt":"2026-11-23T10:00:00Z","name":"n","steps":[]})",
       422,
       {{"steps", "minItems"}}},
      {"UnknownTarget",
       "PUT",
       kNewRecord,
       session_with(R"({"targetId":"{new}","step":0,"trials":[]})"),
       422,
       {{"blocks[0].targetId", "reference"}}},
      {"WrongTrial",
       "PUT",
       kNewRecord,
       session_with(R"({"targetId":"{record}","step":-1,"trials":[{"outcome":"perfect"},{"x":1}]})"),
       422,
       {{"blocks[0].step", "minimum"},
        {"blocks[0].trials[0].outcome", "enum"},
        {"blocks[0].trials[1].outcome", "required"},
        {"blocks[0].trials[1].x", "unknown"}}},
      {"EndBeforeBeginning",
       "PUT",
       kNewRecord,
       R"({"type":"session","occurredAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T09:59:59Z"})",
       422,
       {{"endedAt", "minimum"}}},
      {"HeavyDog",
       "PUT",
       kNewRecord,
       R"({"type":"weight","occurredAt":"2026-11-23T10:00:00Z","kilograms":151})",
       422,
       {{"kilograms", "maximum"}}},
      {"AllAtOnce",
       "PUT",
       kNewRecord,
       R"({"type":"note","occurredAt":"soon","audience":[1],"text":"","x":1})",
       422,
       {{"occurredAt", "format"}, {"audience[0]", "type"}, {"text", "minLength"}, {"x", "unknown"}}},
      {"PatchOfAType", "PATCH", kRecord, R"({"type":"note"})", 422, {{"type", "immutable"}}},
      {"PatchOfARequiredField", "PATCH", kRecord, R"({"name":null})", 422, {{"name", "required"}}},
      {"PatchToDeleted", "PATCH", kRecord, R"({"deleted":true})", 422, {{"deleted", "enum"}}},
      {"PatchOfAnUnknownField", "PATCH", kRecord, R"({"nme":"x"})", 422, {{"nme", "unknown"}}},
      {"PatchOfAMissingRecord", "PATCH", kNewRecord, R"({"name":"x"})", 404},
      {"DeletionOfAMissingRecord", "DELETE", kNewRecord, "", 404, {}, {}},
  };
}

INSTANTIATE_TEST_SUITE_P(Records, Refused, ::testing::ValuesIn(wrong_records()), name_of);

using AcceptedRecord = ApiTest;

// The other side of the bounds above: what is just right is taken.
TEST_F(AcceptedRecord, WhatIsJustWithinBounds) {
  const std::string dog_id = scene().make_dog(trainer());
  const std::string target_id = write(trainer(), dog_id, target("Recall"));
  std::string dogs_text;
  for (int i = 0; i < 20'000; ++i) dogs_text += "🐕";  // Characters are counted, not bytes.
  for (const std::string& body :
       {note_at("1990-01-01T00:00:00Z"), note_at("2026-11-24T09:59:59Z"), note_of(dogs_text), note_with(R"("tags":[])"),
        note_with(R"("audience":[])"), note_with(R"("tags":null)"), abc_with(R"("intensity":5.0)"),
        abc_with(R"("durationSeconds":0)"), session_with(R"({"targetId":")" + target_id + R"(","step":0})")}) {
    const Reply reply =
        trainer().send("PUT", record_path(dog_id, new_id()), {{"Content-Type", "application/json"}}, body);
    EXPECT_EQ(reply.status, 201u) << reply.body << body.substr(0, 200);
  }
}

TEST_F(AcceptedRecord, IdsOfTheRecordRepeatedInItsBody) {
  const std::string dog_id = scene().make_dog(trainer());
  const std::string id = new_id();
  EXPECT_EQ(trainer().put(record_path(dog_id, id), note("x", {{"id", id}, {"dogId", dog_id}})).status, 201u);
}

}  // namespace
}  // namespace doggy::testing
