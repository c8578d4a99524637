#include "registry/types/target.h"

#include <fmt/format.h>

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

std::string with_rule(std::string_view rule) {
  return canonical("target", fmt::format(R"({{"name":"Recall","steps":[{{}}],{}}})", rule));
}

TEST(Target, GetsItsDefaults) {
  EXPECT_EQ(canonical("target", R"({"name":"Recall","cue":"come","steps":[{"distanceMeters":5,"durationSeconds":0,
                                    "distraction":1,"prompt":"none"}],"raiseRule":{},"masteryRule":{"percent":80}})"),
            R"({"name":"Recall","cue":"come","measure":"percent-correct",)"
            R"("steps":[{"distanceMeters":5,"durationSeconds":0,"distraction":1,"prompt":"none"}],)"
            R"("raiseRule":{"trials":5,"push":4,"drop":2},)"
            R"("masteryRule":{"percent":80,"trials":10,"sessions":3,"people":2},"archived":false})");
}

TEST(Target, HasItsBounds) {
  EXPECT_EQ(canonical("target", "{}"), "name required; steps required");
  EXPECT_EQ(canonical("target", R"({"name":"x","steps":[]})"), "steps minItems");
  EXPECT_EQ(canonical("target", R"({"name":"x","measure":"fun","steps":[{"distanceMeters":-1,"distraction":6,
                                    "prompt":"nudge","x":1}]})"),
            "measure enum; steps[0].distanceMeters minimum; steps[0].distraction maximum; steps[0].prompt enum; "
            "steps[0].x unknown");
}

TEST(Target, RefusesARaiseRuleThatCannotBeMet) {
  EXPECT_EQ(with_rule(R"("raiseRule":{"trials":3})"), "raiseRule.push maximum");
  EXPECT_EQ(with_rule(R"("raiseRule":{"push":2})"), "raiseRule.drop maximum");
  EXPECT_EQ(with_rule(R"("raiseRule":{"trials":3,"push":5,"drop":5})"),
            "raiseRule.push maximum; raiseRule.drop maximum");
  EXPECT_EQ(with_rule(R"("raiseRule":{"trials":0})"), "raiseRule.trials minimum");
  EXPECT_TRUE(with_rule(R"("raiseRule":{"trials":4,"push":4,"drop":3})").starts_with("{"));
}

TEST(Target, RefusesAMasteryRuleThatCannotBeMet) {
  EXPECT_EQ(with_rule(R"("masteryRule":{"sessions":1})"), "masteryRule.people maximum");
  EXPECT_EQ(with_rule(R"("masteryRule":{"percent":101})"), "masteryRule.percent maximum");
  EXPECT_TRUE(with_rule(R"("masteryRule":{"sessions":2,"people":2})").starts_with("{"));
}

TEST(Target, IsSharedWorkOfAll) {
  const RecordType type = target_type();
  EXPECT_EQ(type.section, circle::Section::kTraining);
  EXPECT_EQ(type.editing, circle::Editing::kShared);
  EXPECT_EQ(type.default_audience.size(), 4u);
}

}  // namespace
}  // namespace doggy::types
