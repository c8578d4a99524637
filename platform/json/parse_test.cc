#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/json/codec.h"

namespace doggy::codec {
namespace {

using testing::HasSubstr;

std::string why_not(std::string_view text) {
  const auto value = parse(text);
  if (value) return "";
  EXPECT_EQ(value.error().code, Code::kMalformed);
  return value.error().detail;
}

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

TEST(Parse, ReadsJson) {
  const auto value = parse(" {\"a\": [1, -2, 2.5, true, null, \"\\u00e9\\ud83d\\udc15\\/\"], \"b\": {}} \n");
  ASSERT_TRUE(value);
  EXPECT_EQ(to_text(*value), R"({"a":[1,-2,2.5,true,null,"é🐕/"],"b":{}})");
}

TEST(Parse, ReadsNumbersExactly) {
  for (std::string_view text : {"31.3", "0.3", "123456789.123456789", "2.2250738585072011e-308", "9007199254740993.0",
                                "0.1234567890123456789", "8.41e21", "6.02214076e23"}) {
    EXPECT_EQ(parse(text)->as_double(), std::strtod(std::string(text).c_str(), nullptr)) << text;
  }
}

TEST(Parse, RefusesWhatIsNotJson) {
  for (std::string_view text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "NaN", "Infinity", "01", "1.", "+1",
                                ".5", "\"\t\"", "\"\\x\"", "// c\n1", "tru", "\xef\xbb\xbf{}"}) {
    EXPECT_NE(why_not(text), "") << text;
  }
}

TEST(Parse, RefusesWhatFollowsTheDocument) {
  EXPECT_THAT(why_not("{} {}"), HasSubstr("line 1, column 4"));
  EXPECT_NE(why_not("1 2"), "");
  EXPECT_NE(why_not(std::string_view("{}\0", 3)), "");
}

// Found from outside: bodies of 30 MB of short values took 2 GB.
TEST(Parse, RefusesMoreValuesThanFitInMemory) {
  const auto list_of = [](std::size_t count, std::string_view values) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) text.append(i > 0 ? "," : "").append(values);
    return text + "]";
  };
  EXPECT_TRUE(parse(list_of(200'000, "1")));
  const auto refused = parse(list_of(222'223, R"(1,-1,1.5,18446744073709551615,"",true,null,{"a":[]})"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kTooLarge);
  EXPECT_THAT(refused.error().detail, HasSubstr("more than 2000000 values"));
}

TEST(Parse, SaysWhere) {
  EXPECT_THAT(why_not("{\n  \"a\": 1,\n  \"b\": x\n}"), HasSubstr("line 3, column 8"));
}

TEST(Parse, RefusesInvalidUtf8AndLoneSurrogates) {
  for (std::string_view text : {"\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
                                "\"\\ud800\"", "\"\\udc15\"", "{\"\xff\":1}"}) {
    EXPECT_NE(why_not(text), "") << text;
  }
}

TEST(Parse, RefusesANameTwiceInAnObject) {
  EXPECT_THAT(why_not(R"({"a": 1, "b": 2, "a": 3})"), HasSubstr("name twice"));
  EXPECT_THAT(why_not("{\"a\": [{}, {\"x\": 1,\n\"x\": 1}]}"), HasSubstr("line 2"));
  EXPECT_THAT(why_not(R"({"a": 1, "\u0061": 3})"), HasSubstr("name twice"));
  EXPECT_THAT(why_not(R"({"": 1, "": 3})"), HasSubstr("name twice"));
  EXPECT_EQ(why_not(R"({"a": {"a": [{"a": 1}, {"a": 1}]}, "A": 1})"), "");
}

TEST(Parse, BoundsTheDepth) {
  EXPECT_EQ(why_not(nested(32)), "");
  EXPECT_NE(why_not(nested(33)), "");
  EXPECT_NE(why_not(nested(100'000)), "");
}

}  // namespace
}  // namespace doggy::codec
