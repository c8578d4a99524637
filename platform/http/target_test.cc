#include "platform/http/target.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

TEST(ParseTarget, DecodesThePathAndLeavesTheQuery) {
  EXPECT_EQ(parse_target("/"), (Target{.path = "/"}));
  EXPECT_EQ(parse_target("/a%20b/%C3%A4?x=%20&y=/../"), (Target{.path = "/a b/ä", .query = "x=%20&y=/../"}));
  EXPECT_EQ(parse_target("/a/?"), (Target{.path = "/a/"}));
  EXPECT_EQ(parse_target("/a?b?c"), (Target{.path = "/a", .query = "b?c"}));
  EXPECT_EQ(parse_target("/..a/.b/c..d/..."), (Target{.path = "/..a/.b/c..d/..."}));
}

TEST(ParseTarget, TakesTheAbsoluteForm) {
  EXPECT_EQ(parse_target("HTTP://example.org:8080/a?b"), (Target{.path = "/a", .query = "b"}));
  EXPECT_EQ(parse_target("https://example.org"), std::nullopt);
}

TEST(ParseTarget, RefusesEveryWayOutOfTheNormalForm) {
  for (const char* target : {"",        "a",           "*",           "//",         "//a",         "/a//b",
                             "/.",      "/..",         "/a/../b",     "/a/./b",     "/%2e%2e/a",   "/a/%2E%2e",
                             "/.%2e/a", "/a%2fb",      "/a%2F..%2fb", "/a\\b",      "/a%5c..%5cb", "/%00",
                             "/a%0a",   "/a%7f",       "/%",          "/%4",        "/%zz",        "/%%32e",
                             "/%ff",    "/%c0%ae",     "/%c0%af",     "/%e0%80%af", "/%ed%a0%80",  "/%f4%90%80%80",
                             "/%c3",    "http:///../a"}) {
    EXPECT_EQ(parse_target(target), std::nullopt) << target;
  }
}

}  // namespace
}  // namespace doggy::http
