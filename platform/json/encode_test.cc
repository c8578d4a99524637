#include <gtest/gtest.h>

#include <cmath>

#include "platform/json/codec.h"
#include "platform/json/test_types.h"

namespace doggy::codec {
namespace {

Lesson lesson() {
  Lesson lesson;
  lesson.held_at = *Timestamp::parse("2026-11-23T10:00:00+01:00");
  lesson.mood = Mood::kVeryGood;
  lesson.title = "Sit";
  lesson.blocks = {{*Uuid::parse("019ab0f0-1c2d-7abc-8def-0123456789ab"), {{Outcome::kNoResponse, 1.5}, {}}}};
  lesson.server_made = 7;
  lesson.hidden = "h";
  return lesson;
}

constexpr std::string_view kLessonText =
    R"({"heldAt":"2026-11-23T10:00:00+01:00","mood":"very-good","title":"Sit",)"
    R"("blocks":[{"targetId":"019ab0f0-1c2d-7abc-8def-0123456789ab",)"
    R"("trials":[{"outcome":"no-response","latencySeconds":1.5},{"outcome":"correct"}]}],"tags":[],"serverMade":7)";

TEST(Encode, WritesDeclarationOrderAndLeavesOutWhatIsEmptyOrInternal) {
  EXPECT_EQ(encode_text(lesson()), std::string(kLessonText) + "}");
}

TEST(Encode, WritesInternalFieldsForTheStore) {
  EXPECT_EQ(encode_text(lesson(), Source::kStored), std::string(kLessonText) + R"(,"hidden":"h"})");
}

TEST(Encode, ReadsBackWhatItWroteForTheStore) {
  const std::string text = encode_text(lesson(), Source::kStored);
  const auto back = decode_text<Lesson>(text, Source::kStored);
  ASSERT_TRUE(back);
  EXPECT_EQ(encode_text(*back, Source::kStored), text);
}

TEST(Encode, SendsNullWhereTheFieldSaysSo) {
  EXPECT_EQ(encode_text(Share{}), R"({"percent":null,"mood":null,"counts":[]})");
  EXPECT_EQ(encode_text(Share{.percent = 50, .mood = Mood::kFair, .reason = "x", .counts = {1}}),
            R"({"percent":50,"mood":"fair","reason":"x","counts":[1]})");
}

TEST(Encode, RefusesANumberThatIsNoEnumerator) {
  Trial trial;
  trial.outcome = static_cast<Outcome>(99);
  EXPECT_THROW(static_cast<void>(encode(trial)), std::out_of_range);
}

TEST(ToText, WritesShortNumbersThatReadBackTheSame) {
  for (double number : {12.5, 90.0, 0.1, 1e21, -1.0 / 3, 5e-324, 1.7976931348623157e308}) {
    const std::string text = to_text(boost::json::value(number));
    EXPECT_EQ(parse(text)->to_number<double>(), number) << text;
  }
  EXPECT_EQ(to_text(boost::json::value(12.5)), "12.5");
  EXPECT_EQ(to_text(boost::json::value(90.0)), "90");
  EXPECT_EQ(to_text(boost::json::value(NAN)), "null");
}

TEST(ToText, EscapesWhatJsonMust) {
  const boost::json::value value{{"a\"b", "\\ \n \r \t \x01 \x1f é 🐕 /"}, {"", boost::json::array{nullptr, true}}};
  EXPECT_EQ(to_text(value), R"({"a\"b":"\\ \n \r \t \u0001 \u001f é 🐕 /","":[null,true]})");
  EXPECT_EQ(*parse(to_text(value)), value);
}

TEST(Names, AreMadeAtCompileTime) {
  static_assert(camel_case<20>("duration_seconds").view() == "durationSeconds");
  static_assert(camel_case<20>("id").view() == "id");
  static_assert(camel_case<20>("top_3_words").view() == "top3Words");
  static_assert(kebab_case<20>("kNoResponse").view() == "no-response");
  static_assert(kebab_case<20>("kVoid").view() == "void");
}

}  // namespace
}  // namespace doggy::codec
