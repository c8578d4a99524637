#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "platform/json/test_types.h"

namespace doggy::codec {
namespace {

TEST(JsonSchema, DescribesAStruct) {
  EXPECT_EQ(boost::json::value(json_schema<Lesson>()), *parse(R"({
    "title": "Lesson",
    "description": "A lesson.",
    "type": "object",
    "properties": {
      "heldAt": {"type": "string", "format": "date-time", "description": "When."},
      "born": {"type": "string", "format": "date", "description": "The dog's birthday."},
      "mood": {"type": "string", "enum": ["fair", "very-good"], "description": "The dog's mood.", "default": "fair"},
      "title": {"type": "string", "minLength": 1, "maxLength": 100,
                "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$", "description": "What it was about."},
      "blocks": {
        "type": "array",
        "items": {
          "title": "Block",
          "description": "Trials in a row.",
          "type": "object",
          "properties": {
            "targetId": {"type": "string", "format": "uuid", "description": "What was trained."},
            "trials": {
              "type": "array",
              "items": {
                "title": "Trial",
                "description": "One trial.",
                "type": "object",
                "properties": {
                  "outcome": {"type": "string", "enum": ["correct", "incorrect", "no-response", "void"],
                              "description": "How it went."},
                  "latencySeconds": {"type": "number", "minimum": 0, "description": "From cue to behavior. Unit: s."}
                },
                "required": ["outcome"],
                "additionalProperties": false
              },
              "maxItems": 500,
              "description": "In order.",
              "default": []
            }
          },
          "required": ["targetId"],
          "additionalProperties": false
        },
        "maxItems": 1000,
        "description": "What was done.",
        "default": []
      },
      "tags": {"type": "array", "items": {"type": "string", "maxLength": 20,
               "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$"}, "maxItems": 5,
               "description": "Words to find it by.", "default": []},
      "minutes": {"type": "integer", "format": "int32", "minimum": 1, "description": "How long. Unit: min."},
      "extra": {"type": "object", "description": "Anything else."},
      "serverMade": {"type": "integer", "format": "int64", "minimum": 0, "description": "Set by the server.",
                     "readOnly": true}
    },
    "required": ["heldAt", "title", "serverMade"],
    "additionalProperties": false
  })"));
}

TEST(JsonSchema, DescribesNumbers) {
  const auto schema = json_schema<Numbers>();
  EXPECT_FALSE(schema.contains("required"));
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(to_text(properties.at("flag")), R"({"type":"boolean","description":"A flag.","default":false})");
  EXPECT_EQ(to_text(properties.at("weight")),
            R"({"type":"number","minimum":0.1,"maximum":150,"description":"A weight. Unit: kg.","default":10})");
  EXPECT_EQ(to_text(properties.at("big")),
            R"({"type":"integer","format":"int64","description":"64 bits.","default":0})");
}

TEST(JsonSchema, DescribesListsThatMustNotBeEmpty) {
  EXPECT_EQ(to_text(json_schema<Nonempty>()),
            R"({"title":"Nonempty","description":"A list that must hold one or two things.","type":"object",)"
            R"("properties":{"items":{"type":"array","items":{},"minItems":1,"maxItems":2,"description":"Things."}},)"
            R"("required":["items"],"additionalProperties":false})");
}

TEST(JsonSchema, SaysWhatIsAlwaysSent) {
  EXPECT_EQ(to_text(json_schema<Share>()),
            R"({"title":"Share","description":"Something that is only sent.","type":"object","properties":{)"
            R"("percent":{"type":["number","null"],"description":"A share. Unit: %."},)"
            R"("mood":{"type":["string","null"],"enum":["fair","very-good",null],"description":"A mood."},)"
            R"("reason":{"type":"string","maxLength":9,)"
            R"("pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",)"
            R"("description":"Why not."},)"
            R"("counts":{"type":"array","items":{"type":"integer","format":"int32"},)"
            R"("description":"Counts.","readOnly":true}},)"
            R"("required":["percent","mood","counts"],"additionalProperties":false})");
}

TEST(JsonSchema, FormatsAreDocumented) {
  EXPECT_EQ(to_text(json_schema<Texts>().at("properties").at("email")),
            R"({"type":"string","format":"email","maxLength":1000,"description":"An address."})");
}

}  // namespace
}  // namespace doggy::codec
