#include "registry/types/assessment_score.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(AssessmentScore, LiesWithinItsScale) {
  EXPECT_TRUE(
      canonical(
          "assessment-score",
          R"({"instrument":"C-BARQ","factor":"Stranger-directed aggression","value":0.8,"scaleMinimum":0,"scaleMaximum":4})")
          .starts_with("{"));
  EXPECT_EQ(canonical("assessment-score", R"({"instrument":"x","factor":"y","value":5,"scaleMaximum":4})"),
            "value maximum");
  EXPECT_EQ(canonical("assessment-score", R"({"instrument":"x","factor":"y","value":-1,"scaleMinimum":0})"),
            "value minimum");
}

}  // namespace
}  // namespace doggy::types
