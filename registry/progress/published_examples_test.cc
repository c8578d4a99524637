// The table of the formulas: each published example, the value that was published, and ours. `make test` prints it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include "registry/progress/agreement.h"
#include "registry/progress/celeration.h"
#include "registry/progress/phase_effects.h"
#include "registry/progress/split_middle.h"
#include "registry/progress/statistics.h"

namespace doggy::progress {
namespace {

struct Example {
  std::string_view measure;
  std::string_view source;
  double expected;
  double computed;
  double tolerance;  // Half of the last digit that was published.
};

// Categories of two raters from a two-by-two table: both 0, only the first 0, only the second 0, both 1.
double kappa_of(const std::array<int, 4>& table) {
  std::vector<int> first;
  std::vector<int> second;
  for (std::size_t cell = 0; cell < table.size(); ++cell)
    for (int i = 0; i < table[cell]; ++i) {
      first.push_back(static_cast<int>(cell / 2));
      second.push_back(static_cast<int>(cell % 2));
    }
  return cohens_kappa(first, second).value.value();
}

std::vector<Example> agreement_examples() {
  const std::vector<double> first{2, 2, 0, 4, 1};
  const std::vector<double> second{2, 3, 0, 3, 1};
  const std::vector<double> nine{9};
  const std::vector<double> ten{10};
  const std::vector<double> durations{10, 5, 6};
  const std::vector<double> other_durations{8, 5, 12};
  const std::vector<bool> scored{true, true, true, false, false, false, false};
  const std::vector<bool> other{true, true, false, true, false, false, false};
  const std::vector<TimedState> six{{"lie", 0, 6}};
  const std::vector<TimedState> four{{"lie", 0, 4}};
  constexpr std::string_view kReed = "Reed & Azulay 2011";
  constexpr std::string_view kHand = "by hand";
  return {
      {"total count IOA", "Cooper et al., ch. 5: 9 and 10", 90, total_count_agreement(nine, ten).value.value(), .5},
      {"mean count-per-interval IOA", kHand, 88.33, mean_count_per_interval_agreement(first, second).value.value(),
       .005},
      {"exact count-per-interval IOA", kHand, 60, exact_count_per_interval_agreement(first, second).value.value(), .05},
      {"interval-by-interval IOA", kReed, 71.4, interval_agreement(scored, other).value.value(), .05},
      {"trial-by-trial IOA", "the same, on trials", 71.4, interval_agreement(scored, other).value.value(), .05},
      {"scored-interval IOA", kReed, 50, scored_interval_agreement(scored, other).value.value(), .05},
      {"unscored-interval IOA", kReed, 60, unscored_interval_agreement(scored, other).value.value(), .05},
      {"mean duration-per-occurrence IOA", kHand, 76.67,
       mean_duration_per_occurrence_agreement(durations, other_durations).value.value(), .005},
      {"Cohen's kappa", "Wikipedia: 20, 5, 10, 15", .40, kappa_of({20, 5, 10, 15}), .005},
      {"Cohen's kappa", "Wikipedia: 45, 15, 25, 15", .1304, kappa_of({45, 15, 25, 15}), .00005},
      {"Cohen's kappa", "Wikipedia: 25, 35, 5, 35", .2593, kappa_of({25, 35, 5, 35}), .00005},
      {"time-unit kappa", kHand, .6154, time_unit_kappa(six, four, 10, 1).value.value(), .00005},
  };
}

// Anscombe 1973, The American Statistician 27, 17-21: all four sets have the line y = 3.00 + 0.500 x. As logarithms of
// rates their slope is the celeration's.
double anscombe_slope(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<DailyRate> rates;
  for (std::size_t i = 0; i < x.size(); ++i) rates.push_back({x[i], std::pow(10, y[i])});
  return std::log10(celeration(rates).per_week.value()) / 7;
}

std::vector<Example> trend_examples() {
  const std::vector<double> x{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
  const std::vector<double> y1{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
  const std::vector<double> y2{9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74};
  const std::vector<DailyRate> doubling{{0, 10}, {7, 20}, {14, 40}};
  std::vector<DailyValue> steps;
  for (const double value : {3., 5., 4., 6., 7., 9., 8., 10.})
    steps.push_back({static_cast<double>(steps.size()), value});
  std::vector<DailyValue> moved;
  for (const double value : {1., 1., 9., 1., 5., 5., 9., 5.})
    moved.push_back({static_cast<double>(moved.size()), value});
  return {
      {"celeration (slope of log10)", "Anscombe 1973, set 1", .500, anscombe_slope(x, y1), .0005},
      {"celeration (slope of log10)", "Anscombe 1973, set 2", .500, anscombe_slope(x, y2), .0005},
      {"celeration (factor a week)", "by hand: x2", 2, celeration(doubling).per_week.value(), .005},
      {"split-middle (slope)", "by hand", 1, split_middle(steps).slope_per_day.value(), .0005},
      {"split-middle (first day)", "by hand", .5, split_middle(moved).at_first_day.value(), .0005},
      {"standard deviation", "Wikipedia: 2 4 4 4 5 5 7 9", 2.14,
       standard_deviation(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9}).value(), .005},
  };
}

std::vector<Example> phase_examples() {
  const PhaseEffects few = phase_effects(std::vector<double>{20, 20, 26, 25, 22, 23},
                                         std::vector<double>{28, 25, 24, 27, 30, 30, 29}, WantedChange::kIncrease);
  const PhaseEffects more =
      phase_effects(std::vector<double>{4, 3, 4, 3, 4, 7, 5, 2, 3, 2},
                    std::vector<double>{5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9}, WantedChange::kIncrease);
  constexpr std::string_view kFirst = "SingleCaseES, 6 and 7 values";
  constexpr std::string_view kSecond = "SingleCaseES, 10 and 11 values";
  return {
      {"NAP", kFirst, .9167, few.nap.value.value(), .00005},
      {"NAP", kSecond, .9636, more.nap.value.value(), .00005},
      {"Tau", kFirst, .8333, few.tau.value.value(), .00005},
      {"Tau", "2 NAP - 1 of the second", .9273, more.tau.value.value(), .0001},
      {"Tau-U", kFirst, .7381, few.tau_u.value.value(), .00005},
      {"Tau-U", kSecond, 1.0182, more.tau_u.value.value(), .00005},
      {"PND", "by hand: 5 of 7", 71.43, few.pnd.value.value(), .005},
      {"PND", "by hand: 7 of 11", 63.64, more.pnd.value.value(), .005},
  };
}

TEST(PublishedExamples, AreReproduced) {
  fmt::print("| {:<33} | {:<31} | {:>9} | {:>9} |\n", "measure", "example", "expected", "computed");
  for (const auto& examples : {agreement_examples(), trend_examples(), phase_examples()})
    for (const Example& example : examples) {
      fmt::print("| {:<33} | {:<31} | {:>9.4f} | {:>9.4f} |\n", example.measure, example.source, example.expected,
                 example.computed);
      EXPECT_NEAR(example.computed, example.expected, example.tolerance) << example.measure << ", " << example.source;
    }
  std::fflush(stdout);
}

}  // namespace
}  // namespace doggy::progress
