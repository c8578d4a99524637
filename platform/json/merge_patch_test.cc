#include <gtest/gtest.h>

#include "platform/json/codec.h"

namespace doggy::codec {
namespace {

// The examples of RFC 7396 appendix A whose target and patch are objects.
TEST(MergePatch, MatchesTheRfc) {
  struct Example {
    std::string_view original, patch, result;
  };
  for (const auto& [original, patch, result] : {
           Example{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
           {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
           {R"({"a":"b"})", R"({"a":null})", R"({})"},
           {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
           {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
           {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
           {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
           {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
           {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
           {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
       }) {
    boost::json::object target = parse(original)->as_object();
    merge_patch(target, parse(patch)->as_object());
    EXPECT_EQ(boost::json::value(target), *parse(result)) << original << " " << patch;
  }
}

TEST(MergePatch, KeepsTheOrderOfWhatStays) {
  boost::json::object target = parse(R"({"a":1,"b":2,"c":3,"d":4})")->as_object();
  merge_patch(target, {{"c", 5}});
  EXPECT_EQ(to_text(target), R"({"a":1,"b":2,"c":5,"d":4})");
}

}  // namespace
}  // namespace doggy::codec
