#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "platform/json/test_types.h"

namespace doggy::codec {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

boost::json::value json(std::string_view text) {
  auto value = parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : boost::json::value();
}

/// "field rule" of each error.
std::vector<std::string> wrong(const Errors& errors) {
  std::vector<std::string> lines;
  for (const FieldError& error : errors) {
    EXPECT_FALSE(error.message.empty());
    lines.push_back(error.field + " " + error.rule);
  }
  return lines;
}

template <class T>
std::vector<std::string> wrong_in(std::string_view text, Source source = Source::kClient, std::string_view path = "") {
  const auto decoded = decode<T>(json(text), source, path);
  return decoded ? std::vector<std::string>() : wrong(decoded.error());
}

/// The errors of a Numbers in which one member is `value`.
std::vector<std::string> wrong_number(std::string_view member, std::string_view value) {
  return wrong_in<Numbers>(fmt::format(R"({{"{}":{}}})", member, value));
}

TEST(Decode, ReadsEveryType) {
  const auto lesson = decode_text<Lesson>(R"({
    "heldAt": "2026-11-23T10:00:00+01:00", "born": "2018-07-16", "mood": "very-good", "title": "Sit 🐕",
    "blocks": [{"targetId": "019ab0f0-1c2d-7abc-8def-0123456789ab",
                "trials": [{"outcome": "no-response", "latencySeconds": 1.25}, {"outcome": "correct"}]}],
    "tags": ["a", "b"], "minutes": 30, "extra": {"x": [1, null]}})",
                                          Source::kClient);
  ASSERT_TRUE(lesson) << lesson.error().detail;
  EXPECT_EQ(lesson->held_at.text(), "2026-11-23T10:00:00+01:00");
  EXPECT_EQ(lesson->born->text(), "2018-07-16");
  EXPECT_EQ(lesson->mood, Mood::kVeryGood);
  EXPECT_EQ(lesson->title, "Sit 🐕");
  ASSERT_THAT(lesson->blocks, SizeIs(1));
  EXPECT_EQ(lesson->blocks[0].target_id.text(), "019ab0f0-1c2d-7abc-8def-0123456789ab");
  ASSERT_THAT(lesson->blocks[0].trials, SizeIs(2));
  EXPECT_EQ(lesson->blocks[0].trials[0].outcome, Outcome::kNoResponse);
  EXPECT_EQ(lesson->blocks[0].trials[0].latency_seconds, 1.25);
  EXPECT_EQ(lesson->blocks[0].trials[1].latency_seconds, std::nullopt);
  EXPECT_THAT(lesson->tags, ElementsAre("a", "b"));
  EXPECT_EQ(lesson->minutes, 30);
  EXPECT_EQ(to_text(*lesson->extra), R"({"x":[1,null]})");
}

TEST(Decode, ReportsEveryWrongFieldAtOnceWithItsPath) {
  EXPECT_THAT(wrong_in<Lesson>(R"({"born": "16.07.2018", "mood": "great", "title": "",
                 "blocks": [{"targetId": "x", "trials": [{"outcome": "correct"}, {},
                             {"outcome": "Correct", "latencySeconds": -1, "note": 1}]}, 7],
                 "tags": ["ok", 5], "minutes": 0.5, "Title": "a"})"),
              ElementsAre("heldAt required", "born format", "mood enum", "title minLength", "blocks[0].targetId format",
                          "blocks[0].trials[1].outcome required", "blocks[0].trials[2].outcome enum",
                          "blocks[0].trials[2].latencySeconds minimum", "blocks[0].trials[2].note unknown",
                          "blocks[1] type", "tags[1] type", "minutes type", "Title unknown"));
}

TEST(Decode, PutsThePathOfTheRootBefore) {
  EXPECT_THAT(wrong_in<Trial>(R"({"outcome": 1})", Source::kClient, "writes[3].record"),
              ElementsAre("writes[3].record.outcome type"));
  EXPECT_THAT(wrong_in<Trial>("[]", Source::kClient, "writes[3]"), ElementsAre("writes[3] type"));
  EXPECT_THAT(wrong_in<Trial>("[]"), ElementsAre(" type"));
}

TEST(Decode, RequiresWhatIsNeitherOptionalNorDefaultedNorAList) {
  EXPECT_THAT(wrong_in<Lesson>("{}"), ElementsAre("heldAt required", "title required"));
  EXPECT_THAT(wrong_in<Nonempty>("{}"), ElementsAre("items required"));
}

TEST(Decode, TakesNullAsAbsent) {
  const auto lesson = decode_text<Lesson>(
      R"({"heldAt": "2026-11-23T10:00:00Z", "title": "x", "born": null, "mood": null, "blocks": null, "serverMade": null})",
      Source::kClient);
  ASSERT_TRUE(lesson);
  EXPECT_EQ(lesson->born, std::nullopt);
  EXPECT_EQ(lesson->mood, Mood::kFair);  // The initializer.
  EXPECT_THAT(lesson->blocks, IsEmpty());
  EXPECT_THAT(wrong_in<Trial>(R"({"outcome": null})"), ElementsAre("outcome required"));
  EXPECT_THAT(wrong_in<Texts>(R"({"words": [null]})"), ElementsAre("words[0] type"));
}

TEST(Decode, ChecksTypes) {
  EXPECT_THAT(wrong_number("flag", "1"), ElementsAre("flag type"));
  EXPECT_THAT(wrong_number("flag", "\"true\""), ElementsAre("flag type"));
  EXPECT_THAT(wrong_number("small", "\"1\""), ElementsAre("small type"));
  EXPECT_THAT(wrong_number("real", "true"), ElementsAre("real type"));
  EXPECT_THAT(wrong_in<Texts>(R"({"word": 1, "words": "a", "id": {}, "at": 0, "day": []})"),
              ElementsAre("word type", "words type", "id type", "at type", "day type"));
  EXPECT_THAT(wrong_in<Lesson>(R"({"heldAt": "2026-11-23T10:00:00Z", "title": "x", "mood": 0, "extra": []})"),
              ElementsAre("mood type", "extra type"));
}

TEST(Decode, TakesWholeNumbersForIntegersHoweverWritten) {
  EXPECT_THAT(wrong_number("small", "1.0"), IsEmpty());
  EXPECT_THAT(wrong_number("small", "1e2"), IsEmpty());
  EXPECT_THAT(wrong_number("big", "9007199254740993"), IsEmpty());
  EXPECT_THAT(wrong_number("small", "1.5"), ElementsAre("small type"));
  EXPECT_THAT(wrong_number("natural", "-0.5"), ElementsAre("natural type"));
  EXPECT_EQ(decode_text<Numbers>(R"({"small": 1e2})", Source::kClient)->small, 100);
  EXPECT_EQ(decode_text<Numbers>(R"({"natural": 18446744073709551615})", Source::kClient)->natural,
            18'446'744'073'709'551'615u);
  EXPECT_EQ(decode_text<Numbers>(R"({"big": -9223372036854775808})", Source::kClient)->big,
            std::numeric_limits<std::int64_t>::min());
}

TEST(Decode, ChecksWhatANumbersTypeHolds) {
  EXPECT_THAT(wrong_number("small", "2147483648"), ElementsAre("small maximum"));
  EXPECT_THAT(wrong_number("small", "-2147483649"), ElementsAre("small minimum"));
  EXPECT_THAT(wrong_number("big", "9223372036854775808"), ElementsAre("big maximum"));
  EXPECT_THAT(wrong_number("big", "1e400"), ElementsAre("big maximum"));
  EXPECT_THAT(wrong_number("big", "-1e19"), ElementsAre("big minimum"));
  EXPECT_THAT(wrong_number("natural", "-1"), ElementsAre("natural minimum"));
  EXPECT_THAT(wrong_number("natural", "18446744073709551616"), ElementsAre("natural maximum"));
  EXPECT_THAT(wrong_number("natural", "-1e30"), ElementsAre("natural minimum"));
  EXPECT_THAT(wrong_number("real", "1e400"), ElementsAre("real maximum"));
  EXPECT_THAT(wrong_number("real", "-1e400"), ElementsAre("real minimum"));
  EXPECT_THAT(wrong_number("byte", "256"), ElementsAre("byte maximum"));
}

TEST(Decode, ChecksBoundsInclusively) {
  for (std::string_view good : {"0.1", "150", "150.0"}) EXPECT_THAT(wrong_number("weight", good), IsEmpty()) << good;
  EXPECT_THAT(wrong_number("weight", "0.09"), ElementsAre("weight minimum"));
  EXPECT_THAT(wrong_number("weight", "150.01"), ElementsAre("weight maximum"));
  EXPECT_THAT(wrong_number("weight", "1e400"), ElementsAre("weight maximum"));
  EXPECT_THAT(wrong_number("level", "0"), IsEmpty());
  EXPECT_THAT(wrong_number("level", "5"), IsEmpty());
  EXPECT_THAT(wrong_number("level", "6"), ElementsAre("level maximum"));
  EXPECT_THAT(wrong_number("level", "-1"), ElementsAre("level minimum"));
  const auto heavy = decode_text<Numbers>(R"({"weight": 151})", Source::kClient);
  ASSERT_FALSE(heavy);
  EXPECT_EQ(heavy.error().fields[0].message, "Must be at most 150 kg.");
}

TEST(Decode, CountsLengthsInCodePoints) {
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "🐕🐕🐕"})"), IsEmpty());
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "🐕🐕🐕🐕"})"), ElementsAre("word maxLength"));
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "🐕"})"), ElementsAre("word minLength"));
  EXPECT_THAT(wrong_in<Texts>(R"({"words": ["ab", "abcd"]})"), ElementsAre("words[1] maxLength"));
}

TEST(Decode, ChecksTheNumberOfItems) {
  EXPECT_THAT(wrong_in<Nonempty>(R"({"items": []})"), ElementsAre("items minItems"));
  EXPECT_THAT(wrong_in<Nonempty>(R"({"items": [1, 2]})"), IsEmpty());
  EXPECT_THAT(wrong_in<Nonempty>(R"({"items": ["x", "y", "z"]})"), ElementsAre("items maxItems"));
}

TEST(Decode, ChecksFormats) {
  EXPECT_THAT(wrong_in<Texts>(R"({"email": "t@example.org"})"), IsEmpty());
  EXPECT_THAT(wrong_in<Texts>(R"({"email": "t@"})"), ElementsAre("email format"));
  EXPECT_THAT(wrong_in<Texts>(R"({"at": "2026-11-23T10:00:00", "day": "2026-02-30", "id": "7"})"),
              ElementsAre("id format", "at format", "day format"));
}

// What is called somehow is called so in lists, mails and file names.
TEST(Decode, TakesOneLineWhereItTakesNoMoreThanALine) {
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "a\nb"})"), ElementsAre("word singleLine"));
  EXPECT_THAT(wrong_in<Texts>(R"({"words": ["ab", "\u202eb"]})"), ElementsAre("words[1] singleLine"));
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "a\nb"})", Source::kStored), IsEmpty());
}

TEST(Decode, RefusesTextThatCannotBeStored) {
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "a\u0000b"})"), ElementsAre("word format"));
  EXPECT_THAT(wrong_in<Texts>(R"({"any": {"deep": ["a\u0000"]}})"), ElementsAre("any format"));
  EXPECT_THAT(wrong_in<Texts>(R"({"any": {"a\u0000": 1}})"), ElementsAre("any format"));
  EXPECT_THAT(wrong_in<Texts>(R"({"any": 1e400})"), ElementsAre("any format"));
  const boost::json::object invalid_utf8{{"word", "\xff\xfe\xfd"}};
  EXPECT_THAT(wrong(decode<Texts>(invalid_utf8, Source::kClient).error()), ElementsAre("word format"));
}

TEST(Decode, RefusesServerFieldsFromClients) {
  EXPECT_THAT(wrong_in<Lesson>(R"({"heldAt": "2026-11-23T10:00:00Z", "title": "x", "serverMade": 7, "hidden": "h"})"),
              ElementsAre("serverMade readOnly", "hidden unknown"));
}

TEST(Decode, ReadsServerFieldsFromTheStoreAndIgnoresUnknownOnes) {
  const auto lesson = decode_text<Lesson>(
      R"({"heldAt": "2026-11-23T10:00:00Z", "title": "x", "serverMade": 7, "hidden": "h", "formerField": 1})",
      Source::kStored);
  ASSERT_TRUE(lesson);
  EXPECT_EQ(lesson->server_made, 7u);
  EXPECT_EQ(lesson->hidden, "h");
  EXPECT_THAT(wrong_in<Lesson>(R"({"heldAt": "2026-11-23T10:00:00Z", "title": "x"})", Source::kStored),
              ElementsAre("serverMade required", "hidden required"));
}

TEST(Decode, ReadsFromTheStoreWhatWasOnceWithinBounds) {
  EXPECT_THAT(wrong_in<Texts>(R"({"word": "much too long today", "email": "x"})", Source::kStored), IsEmpty());
  EXPECT_THAT(wrong_in<Numbers>(R"({"weight": 151})", Source::kStored), IsEmpty());
  EXPECT_THAT(wrong_in<Nonempty>(R"({"items": []})", Source::kStored), IsEmpty());
  EXPECT_THAT(wrong_in<Numbers>(R"({"weight": "151", "byte": 256})", Source::kStored),
              ElementsAre("byte maximum", "weight type"));
}

TEST(Decode, BoundsTheSizeOfItsAnswer) {
  boost::json::object many;
  for (int i = 0; i < 5000; ++i) many[fmt::format("field{}", i)] = i;
  EXPECT_THAT(decode<Numbers>(many, Source::kClient).error(), SizeIs(1000));
  const boost::json::object long_name{{std::string(1'000'000, 'n'), 1}};
  EXPECT_THAT(decode<Numbers>(long_name, Source::kClient).error()[0].field, SizeIs(100));
}

TEST(DecodeText, TellsMalformedFromInvalid) {
  EXPECT_EQ(decode_text<Trial>("{", Source::kClient).error().code, Code::kMalformed);
  const auto invalid = decode_text<Trial>(R"({"outcome": "x", "a": 1})", Source::kClient);
  EXPECT_EQ(invalid.error().code, Code::kInvalid);
  EXPECT_EQ(invalid.error().detail, "2 fields are wrong.");
  EXPECT_THAT(wrong(invalid.error().fields), ElementsAre("outcome enum", "a unknown"));
  EXPECT_EQ(invalid.error().fields[0].message, "Must be one of: correct, incorrect, no-response, void.");
}

}  // namespace
}  // namespace doggy::codec
