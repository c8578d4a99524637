#include "registry/progress/phase_effects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace doggy::progress {
namespace {

// The worked examples that the documentation of the R package SingleCaseES gives (Pustejovsky, Chen & Swan).
const std::vector<double> kShortA{20, 20, 26, 25, 22, 23};
const std::vector<double> kShortB{28, 25, 24, 27, 30, 30, 29};
const std::vector<double> kLongA{4, 3, 4, 3, 4, 7, 5, 2, 3, 2};
const std::vector<double> kLongB{5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9};

TEST(PhaseEffects, AreThoseOfThePublishedExamples) {
  const PhaseEffects few = phase_effects(kShortA, kShortB, WantedChange::kIncrease);
  EXPECT_EQ(few.n_a, 6u);
  EXPECT_EQ(few.n_b, 7u);
  EXPECT_NEAR(few.nap.value.value(), 0.9167, 5e-5);
  EXPECT_NEAR(few.tau.value.value(), 0.8333, 5e-5);
  EXPECT_NEAR(few.tau_u.value.value(), 0.7381, 5e-5);
  EXPECT_EQ(few.nap.n, 42u);

  const PhaseEffects more = phase_effects(kLongA, kLongB, WantedChange::kIncrease);
  EXPECT_NEAR(more.nap.value.value(), 0.9636, 5e-5);
  EXPECT_NEAR(more.tau_u.value.value(), 1.0182, 5e-5);
}

// By hand: 28, 27, 30, 30 and 29 are above 26; all but 5, 7, 7 and 5 are above 7.
TEST(PhaseEffects, CountWhatLiesBeyondTheBestOfTheFirstPhase) {
  EXPECT_NEAR(phase_effects(kShortA, kShortB, WantedChange::kIncrease).pnd.value.value(), 500.0 / 7, 1e-9);
  EXPECT_NEAR(phase_effects(kLongA, kLongB, WantedChange::kIncrease).pnd.value.value(), 700.0 / 11, 1e-9);
}

TEST(PhaseEffects, AreTheSameForLessWhereLessIsWanted) {
  const auto negated = [](std::vector<double> values) {
    std::ranges::transform(values, values.begin(), [](double value) { return -value; });
    return values;
  };
  const PhaseEffects more = phase_effects(kShortA, kShortB, WantedChange::kIncrease);
  const PhaseEffects less = phase_effects(negated(kShortA), negated(kShortB), WantedChange::kDecrease);
  EXPECT_EQ(more.nap.value, less.nap.value);
  EXPECT_EQ(more.tau_u.value, less.tau_u.value);
  EXPECT_EQ(more.pnd.value, less.pnd.value);
  EXPECT_NEAR(phase_effects(kShortA, kShortB, WantedChange::kDecrease).nap.value.value(), 1 - 0.9167, 5e-5);
}

TEST(PhaseEffects, CountATieAsHalf) {
  const std::vector<double> same{3, 3};
  const PhaseEffects effects = phase_effects(same, same, WantedChange::kIncrease);
  EXPECT_EQ(effects.nap.value, 0.5);
  EXPECT_EQ(effects.tau.value, 0.0);
  EXPECT_EQ(effects.tau_u.value, 0.0);
  EXPECT_EQ(effects.pnd.value, 0.0);
}

TEST(PhaseEffects, SayWhyTheyAreNotComputable) {
  const std::vector<double> one{3};
  for (const auto& [a, b] : {std::pair(std::vector<double>{}, one), std::pair(one, std::vector<double>{})}) {
    const PhaseEffects effects = phase_effects(a, b, WantedChange::kIncrease);
    for (const Figure& figure : {effects.nap, effects.tau, effects.tau_u, effects.pnd}) {
      EXPECT_FALSE(figure.value.has_value());
      EXPECT_TRUE(figure.reason.has_value());
    }
  }
  const PhaseEffects effects = phase_effects(one, one, WantedChange::kIncrease);
  EXPECT_EQ(effects.nap.value, 0.5);
  EXPECT_FALSE(effects.tau_u.value.has_value());
  EXPECT_EQ(effects.tau_u.reason, "The first phase has a single value, and so no trend.");
}

}  // namespace
}  // namespace doggy::progress
