#include "registry/search/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Query query(std::string_view text) {
  auto parsed = parse_query(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Query{});
}

std::string rule(std::string_view text) {
  const auto parsed = parse_query(text);
  if (parsed) return "";
  EXPECT_EQ(parsed.error().code, Code::kInvalid);
  EXPECT_EQ(parsed.error().fields.at(0).field, "q");
  return parsed.error().fields.at(0).rule;
}

TEST(Query, TakesEachWordAlsoAsTheBeginningOfOne) {
  EXPECT_THAT(query("  Rückruf\tim Garten ").wanted,
              ElementsAre(Term{"Rückruf", true}, Term{"im", true}, Term{"Garten", true}));
  EXPECT_THAT(query("a 7 ä").wanted, ElementsAre(Term{"a", false}, Term{"7", false}, Term{"ä", true}));
}

TEST(Query, TakesWhatIsInQuotesAsItStands) {
  EXPECT_THAT(query(R"(sit "long line" down)").wanted,
              ElementsAre(Term{"sit", true}, Term{"long line", false}, Term{"down", true}));
  EXPECT_THAT(query("„lange Leine“ «ja»").wanted, ElementsAre(Term{"lange Leine", false}, Term{"ja", false}));
  EXPECT_THAT(query(R"("never closed)").wanted, ElementsAre(Term{"never closed", false}));
  EXPECT_THAT(query(R"(a"b"c)").wanted, ElementsAre(Term{"a", false}, Term{"b", false}, Term{"c", false}));
}

TEST(Query, LeavesOutWhatHasAMinus) {
  const Query both = query(R"(walk -rain --snow -"wet grass" -)");
  EXPECT_THAT(both.wanted, ElementsAre(Term{"walk", true}));
  EXPECT_THAT(both.unwanted, ElementsAre(Term{"rain", true}, Term{"snow", true}, Term{"wet grass", false}));
  EXPECT_THAT(query("long-line").wanted, ElementsAre(Term{"long-line", true}));
}

TEST(Query, PassesOverSignsThatMeanNothing) {
  EXPECT_THAT(query(R"(( ) * : ^ AND {x} "" NEAR( sit +)").wanted,
              ElementsAre(Term{"AND", true}, Term{"{x}", true}, Term{"NEAR(", true}, Term{"sit", true}));
  EXPECT_THAT(query("sit").unwanted, IsEmpty());
}

TEST(Query, SaysWhatIsWrong) {
  EXPECT_EQ(rule(""), "required");
  EXPECT_EQ(rule(" \t\n"), "required");
  EXPECT_EQ(rule(R"(*** "" ?!)"), "format");
  EXPECT_EQ(rule("-rain"), "format");
  EXPECT_EQ(rule("\xff"), "format");
  EXPECT_EQ(rule(std::string_view("a\0b", 3)), "format");
  EXPECT_EQ(rule(std::string(200, 'x')), "");
  EXPECT_EQ(rule(std::string(201, 'x')), "maxLength");
  EXPECT_EQ(rule("a b c d e f g h i j k l m n o p"), "");
  EXPECT_EQ(rule("a b c d e f g h i j k l m n o -p -q"), "maxItems");
}

}  // namespace
}  // namespace doggy::search
