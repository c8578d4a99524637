// How far two observers of the same time saw the same (agreement.h has the formulas and sources).
//
// Continuous recordings are cut into intervals of so many seconds from the beginning: a point event counts in the
// interval of its moment, a state in every interval that it touches, and in that of its onset for counts. Interval
// recordings are compared as they are. Occurrences are matched in their order.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/progress/figure.h"
#include "registry/types/observation.h"

namespace doggy::progress {

struct BehaviorReliability {
  std::string behavior;
  Figure total_count;
  Figure mean_count_per_interval;
  Figure exact_count_per_interval;
  Figure mean_duration_per_occurrence;
  Figure interval_by_interval;
  Figure scored_interval;
  Figure unscored_interval;
  Figure kappa;
};
BOOST_DESCRIBE_STRUCT(BehaviorReliability, (),
                      (behavior, total_count, mean_count_per_interval, exact_count_per_interval,
                       mean_duration_per_occurrence, interval_by_interval, scored_interval, unscored_interval, kappa))

struct PairReliability {
  std::optional<std::string> first_observer;
  std::optional<std::string> second_observer;
  double interval_seconds = 0;
  std::vector<BehaviorReliability> behaviors;
  Figure time_unit_kappa;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PairReliability, (),
                      (first_observer, second_observer, interval_seconds, behaviors, time_unit_kappa, reason))

/// `interval_seconds` is for continuous recordings, above 0.
[[nodiscard]] PairReliability pair_reliability(const types::Observation& first, const types::Observation& second,
                                               double interval_seconds = 10);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::BehaviorReliability> {
  static constexpr std::string_view kName = "BehaviorReliability";
  static constexpr std::string_view kDoc = "The agreement of two observers on one behavior.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "total_count", .doc = "Smaller count of larger, in percent.", .access = Access::kReadOnly},
      Field{.member = "mean_count_per_interval",
            .doc = "Mean of that over the intervals, in percent.",
            .access = Access::kReadOnly},
      Field{.member = "exact_count_per_interval",
            .doc = "Intervals with the same count, in percent.",
            .access = Access::kReadOnly},
      Field{.member = "mean_duration_per_occurrence",
            .doc = "Mean of shorter of longer duration, in percent.",
            .access = Access::kReadOnly},
      Field{
          .member = "interval_by_interval", .doc = "Intervals scored alike, in percent.", .access = Access::kReadOnly},
      Field{.member = "scored_interval",
            .doc = "The same of those that either scored, in percent.",
            .access = Access::kReadOnly},
      Field{.member = "unscored_interval",
            .doc = "The same of those that either did not score, in percent.",
            .access = Access::kReadOnly},
      Field{.member = "kappa", .doc = "Cohen's kappa of the intervals, -1 to 1.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::PairReliability> {
  static constexpr std::string_view kName = "PairReliability";
  static constexpr std::string_view kDoc = "How far two observers of the same time saw the same.";
  static constexpr std::array kFields{
      Field{.member = "first_observer", .doc = "Who observed first.", .access = Access::kReadOnly},
      Field{.member = "second_observer", .doc = "Who observed second.", .access = Access::kReadOnly},
      Field{.member = "interval_seconds", .doc = "Length of the intervals.", .access = Access::kReadOnly, .unit = "s"},
      Field{.member = "behaviors",
            .doc = "Those that both watched for, in alphabetical order.",
            .access = Access::kReadOnly},
      Field{.member = "time_unit_kappa",
            .doc = "Cohen's kappa of all states, weighted by duration: moments a second apart.",
            .access = Access::kReadOnly},
      Field{.member = "reason", .doc = "Why the two cannot be compared.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
