#include "registry/types/homework.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Homework, GetsItsDefaults) {
  EXPECT_EQ(
      canonical(
          "homework",
          R"({"title":"Sit","steps":[{"description":"Five sits at the door","repetitions":5}],"timesPerWeek":7,"dueOn":"2026-11-30"})"),
      R"({"title":"Sit","steps":[{"description":"Five sits at the door","repetitions":5}],"timesPerWeek":7,"dueOn":"2026-11-30","archived":false})");
}

TEST(Homework, HasItsBounds) {
  EXPECT_EQ(canonical("homework", R"({"title":"Sit","steps":[],"timesPerWeek":51})"),
            "steps minItems; timesPerWeek maximum");
}

TEST(Homework, IsNotDueBeforeItWasAssigned) {
  EXPECT_EQ(canonical("homework", R"({"title":"Sit","steps":[{"description":"x"}],"dueOn":"2026-11-22"})"),
            "dueOn minimum");
  EXPECT_TRUE(
      canonical("homework", R"({"title":"Sit","steps":[{"description":"x"}],"dueOn":"2026-11-23"})").starts_with("{"));
}

}  // namespace
}  // namespace doggy::types
