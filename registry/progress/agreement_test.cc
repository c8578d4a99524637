#include "registry/progress/agreement.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace doggy::progress {
namespace {

// Reed & Azulay 2011: 7 intervals; 3 agreed absent, 2 agreed present, 2 disagreed.
const std::vector<bool> kFirst{false, false, false, true, true, true, false};
const std::vector<bool> kSecond{false, false, false, true, true, false, true};

TEST(Agreement, OnIntervalsIsThatOfThePublishedExample) {
  EXPECT_NEAR(interval_agreement(kFirst, kSecond).value.value(), 71.4, 0.05);
  EXPECT_EQ(scored_interval_agreement(kFirst, kSecond).value, 50.0);
  EXPECT_EQ(scored_interval_agreement(kFirst, kSecond).n, 4u);
  EXPECT_EQ(unscored_interval_agreement(kFirst, kSecond).value, 60.0);
  EXPECT_EQ(unscored_interval_agreement(kFirst, kSecond).n, 5u);
}

// By hand: totals 9 and 10; shares 1, 2/3, 1, 3/4, 1; 3 of 5 exact.
TEST(Agreement, OnCountsGoesByTotalsByMeansOrExactly) {
  const std::vector<double> first{2, 2, 0, 4, 1};
  const std::vector<double> second{2, 3, 0, 3, 1};
  EXPECT_EQ(total_count_agreement(first, second).value, 100.0);
  EXPECT_NEAR(total_count_agreement(first, std::vector<double>{2, 3, 0, 4, 1}).value.value(), 90, 1e-9);
  EXPECT_NEAR(mean_count_per_interval_agreement(first, second).value.value(), 100 * (3 + 2.0 / 3 + 0.75) / 5, 1e-9);
  EXPECT_EQ(exact_count_per_interval_agreement(first, second).value, 60.0);
}

// By hand: 8/10, 5/5 and 6/12 of the longer.
TEST(Agreement, OnDurationsIsTheMeanOfTheOccurrences) {
  const std::vector<double> first{10, 5, 6};
  const std::vector<double> second{8, 5, 12};
  EXPECT_NEAR(mean_duration_per_occurrence_agreement(first, second).value.value(), 100 * (0.8 + 1 + 0.5) / 3, 1e-9);
}

// A table of two categories as one entry for each unit.
Figure kappa_of(int both_yes, int yes_no, int no_yes, int both_no) {
  std::vector<int> first;
  std::vector<int> second;
  const auto add = [&](int times, int a, int b) {
    first.insert(first.end(), static_cast<std::size_t>(times), a);
    second.insert(second.end(), static_cast<std::size_t>(times), b);
  };
  add(both_yes, 1, 1);
  add(yes_no, 1, 0);
  add(no_yes, 0, 1);
  add(both_no, 0, 0);
  return cohens_kappa(first, second);
}

// The worked examples of Wikipedia, "Cohen's kappa".
TEST(Agreement, BeyondChanceIsThatOfThePublishedExamples) {
  EXPECT_NEAR(kappa_of(20, 5, 10, 15).value.value(), 0.4, 1e-9);
  EXPECT_NEAR(kappa_of(45, 15, 25, 15).value.value(), 0.1304, 5e-5);
  EXPECT_NEAR(kappa_of(25, 35, 5, 35).value.value(), 0.2593, 5e-5);
}

TEST(Agreement, SaysWhyItIsNotComputable) {
  const std::vector<double> none{0, 0};
  EXPECT_EQ(total_count_agreement(none, none).reason, "Neither observer counted anything.");
  EXPECT_EQ(mean_count_per_interval_agreement(none, none).value, 100.0);
  EXPECT_FALSE(total_count_agreement({}, {}).value.has_value());
  EXPECT_FALSE(exact_count_per_interval_agreement(none, std::vector<double>{1}).value.has_value());
  EXPECT_FALSE(interval_agreement({}, {}).value.has_value());
  EXPECT_EQ(scored_interval_agreement({false}, {false}).reason, "Neither observer scored any interval.");
  EXPECT_EQ(unscored_interval_agreement({true}, {true}).reason, "Both observers scored every interval.");
  EXPECT_FALSE(kappa_of(5, 0, 0, 0).value.has_value());
  EXPECT_EQ(kappa_of(5, 0, 0, 5).value, 1.0);
}

// By hand: over ten seconds one saw lying from 0 to 6, the other from 0 to 4: 4 moments both, 4 neither, 2 one only.
// Observed .8; by chance .6 x .4 + .4 x .6 = .48; kappa (.8 - .48) / .52.
TEST(TimeUnitKappa, WeighsDisagreementByItsDuration) {
  const std::vector<TimedState> first{{"lie", 0, 6}};
  const std::vector<TimedState> second{{"lie", 0, 4}};
  EXPECT_NEAR(time_unit_kappa(first, second, 10, 1).value.value(), 0.6154, 1e-4);
  EXPECT_NEAR(time_unit_kappa(first, second, 10, 0.1).value.value(), 0.6154, 1e-4);
  EXPECT_EQ(time_unit_kappa(first, second, 10, 0.1).n, 100u);
}

// By hand: the sets of states are the categories, so lying alone and lying while whining are two.
TEST(TimeUnitKappa, TellsSetsOfStatesApart) {
  const std::vector<TimedState> first{{"lie", 0, 4}, {"whine", 2, 4}};
  const std::vector<TimedState> second{{"whine", 2, 4}, {"lie", 0, 4}};
  EXPECT_DOUBLE_EQ(time_unit_kappa(first, second, 4, 1).value.value(), 1);
  EXPECT_DOUBLE_EQ(time_unit_kappa(first, std::vector<TimedState>{{"lie", 0, 4}}, 4, 1).value.value(), 0);
}

TEST(TimeUnitKappa, NeedsTimeAndVariation) {
  EXPECT_FALSE(time_unit_kappa({}, {}, 0, 1).value);
  EXPECT_FALSE(time_unit_kappa({}, {}, 10, 0).value);
  EXPECT_FALSE(time_unit_kappa({}, {}, 10, 1).value);
  EXPECT_FALSE(time_unit_kappa({}, {}, 86'400, 0.001).value);
}

}  // namespace
}  // namespace doggy::progress
