#include "registry/progress/abc_analysis.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

std::vector<AbcFact> records(const std::vector<std::array<std::string, 3>>& texts) {
  std::vector<AbcFact> facts;
  std::int64_t at = 0;
  for (const auto& [antecedent, behavior, consequence] : texts)
    facts.push_back({Timestamp::from_unix_ms(++at), antecedent, behavior, consequence});
  return facts;
}

// By hand: of 6 records of barking 4 have the jogger, 3 of these food; food followed 4 of 6.
TEST(AbcAnalysis, ComparesConditionalWithBaseProbability) {
  const auto result = abc_analysis(records({{"jogger", "bark", "food"},
                                            {"Jogger ", "Bark", "food"},
                                            {"jogger", "bark", "food"},
                                            {"jogger", "bark", "left"},
                                            {"cat", "bark", "Food"},
                                            {"cat", "bark", "left"},
                                            {"cat", "chase", "called"}}),
                                   "bark");
  EXPECT_EQ(result.n, 6u);
  ASSERT_EQ(result.antecedents.size(), 2u);
  EXPECT_EQ(result.antecedents[0].text, "jogger");
  EXPECT_EQ(result.antecedents[0].count, 4u);
  EXPECT_EQ(result.behaviors.size(), 2u);
  const AbcPair& pair = result.pairs.at(0);
  EXPECT_EQ(pair.antecedent, "jogger");
  EXPECT_EQ(pair.consequence, "food");
  EXPECT_EQ(pair.n, 3u);
  EXPECT_EQ(pair.antecedent_n, 4u);
  EXPECT_DOUBLE_EQ(pair.conditional, 0.75);
  EXPECT_NEAR(pair.base, 0.6667, 1e-4);
  EXPECT_NEAR(pair.difference, 0.0833, 1e-4);
  EXPECT_EQ(result.pairs.size(), 4u);
}

TEST(AbcAnalysis, OfNothing) {
  const auto result = abc_analysis({});
  EXPECT_EQ(result.n, 0u);
  EXPECT_TRUE(result.pairs.empty());
}

}  // namespace
}  // namespace doggy::progress
