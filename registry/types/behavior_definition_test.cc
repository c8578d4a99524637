#include "registry/types/behavior_definition.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(BehaviorDefinition, GetsItsDefaults) {
  EXPECT_EQ(canonical("behavior-definition", R"({"name":"Bark","kind":"point"})"),
            R"({"name":"Bark","examples":[],"nonExamples":[],"kind":"point","severityScale":[],"archived":false})");
}

TEST(BehaviorDefinition, HasItsBounds) {
  EXPECT_EQ(canonical("behavior-definition", R"({})"), "name required; kind required");
  EXPECT_EQ(canonical("behavior-definition",
                      R"({"name":"x","kind":"event","direction":"up","severityScale":[{"level":6,"description":""}]})"),
            "kind enum; direction enum; severityScale[0].level maximum; severityScale[0].description minLength");
}

TEST(BehaviorDefinition, HasEachLevelOnce) {
  EXPECT_EQ(
      canonical(
          "behavior-definition",
          R"({"name":"x","kind":"state","severityScale":[{"level":1,"description":"a"},{"level":2,"description":"b"},{"level":1,"description":"c"}]})"),
      "severityScale[2].level unique");
}

TEST(BehaviorDefinition, IsSharedWork) {
  EXPECT_EQ(behavior_definition_type().editing, circle::Editing::kShared);
}

}  // namespace
}  // namespace doggy::types
