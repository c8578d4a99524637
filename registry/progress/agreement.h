// Interobserver agreement (IOA): how far two people who watched the same saw the same. All IOA figures are in percent.
//
// Definitions: Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 5; Reed & Azulay 2011, Behavior
// Analysis in Practice 4(2), 60-66.
//   total count            smaller total / larger total
//   mean count-per-interval  mean over the intervals of smaller count / larger count; two zeros agree fully
//   exact count-per-interval intervals with the same count / intervals
//   interval-by-interval   intervals scored alike / intervals (trial-by-trial: the same with trials)
//   scored-interval        both scored it / at least one scored it
//   unscored-interval      neither scored it / at least one did not score it
//   mean duration-per-occurrence  mean over the occurrences of shorter duration / longer duration
//   Cohen's kappa          (p_o - p_e) / (1 - p_e), p_e: agreement by chance; Cohen 1960, Educational and
//                          Psychological Measurement 20(1), 37-46
//   time-unit kappa        kappa over moments a time unit apart, the category being the set of states going on then, so
//                          that a longer disagreement weighs more; Friard & Gamba 2016, BORIS, "Cohen's kappa". BORIS
//                          goes from the first to the last event, takes a state's last moment in, and gives 1 where p_e
//                          is 1; here it is the whole observation, without that moment, and not computable
// Not computable: lists of different lengths or empty ones, an empty denominator, kappa with p_e = 1. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "registry/progress/figure.h"

namespace doggy::progress {

/// Counts per interval, each at least 0. n: intervals.
[[nodiscard]] Figure total_count_agreement(std::span<const double> first, std::span<const double> second);
[[nodiscard]] Figure mean_count_per_interval_agreement(std::span<const double> first, std::span<const double> second);
[[nodiscard]] Figure exact_count_per_interval_agreement(std::span<const double> first, std::span<const double> second);

/// Seconds of each occurrence, in the same order. n: occurrences.
[[nodiscard]] Figure mean_duration_per_occurrence_agreement(std::span<const double> first,
                                                            std::span<const double> second);

/// Whether the behavior was scored in each interval, or each trial's outcome. n: those of the denominator.
[[nodiscard]] Figure interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second);
[[nodiscard]] Figure scored_interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second);
[[nodiscard]] Figure unscored_interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second);

/// The category that each gave each unit. -1 to 1.
[[nodiscard]] Figure cohens_kappa(std::span<const int> first, std::span<const int> second);

/// A state as an observer recorded it, in seconds from the beginning.
struct TimedState {
  std::string behavior;
  double onset = 0;
  double offset = 0;  // Exclusive.
};

/// Of the moments 0, unit, 2 unit … before `observed_seconds`. n: moments. Not computable when there are none, or more
/// than a million.
[[nodiscard]] Figure time_unit_kappa(std::span<const TimedState> first, std::span<const TimedState> second,
                                     double observed_seconds, double unit_seconds);

}  // namespace doggy::progress
