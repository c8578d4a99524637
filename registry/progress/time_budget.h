// How often and how long each behavior was shown, as BORIS reports it.
//
//   duration            offset - onset of a state event
//   inter-event         state: onset - offset of the one before; point: onset - onset of the one before; within one
//                       observation
//   standard deviation  of a sample (n - 1)
//   percent             total duration / observed time x 100; of several observations, of their times together
// Source: Friard & Gamba 2016, BORIS, Methods in Ecology and Evolution 7, 1325-1330; BORIS user guide, "Time budget".
// Not computable: means of nothing, a deviation of fewer than two, a percentage of unknown time; these are null.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/types/observation.h"

namespace doggy::progress {

struct BehaviorBudget {
  std::string behavior;
  bool is_state = false;
  std::uint64_t number = 0;
  std::optional<double> total_seconds;
  std::optional<double> mean_seconds;
  std::optional<double> deviation_seconds;
  std::optional<double> inter_event_mean_seconds;
  std::optional<double> inter_event_deviation_seconds;
  std::optional<double> percent;
};
BOOST_DESCRIBE_STRUCT(BehaviorBudget, (),
                      (behavior, is_state, number, total_seconds, mean_seconds, deviation_seconds,
                       inter_event_mean_seconds, inter_event_deviation_seconds, percent))

struct TimeBudget {
  std::uint64_t observations = 0;
  std::optional<double> observed_seconds;
  std::vector<BehaviorBudget> behaviors;
};
BOOST_DESCRIBE_STRUCT(TimeBudget, (), (observations, observed_seconds, behaviors))

/// Continuous observations only, behaviors the same as in normalized_text.h; behaviors watched for and never shown are
/// listed with 0.
[[nodiscard]] TimeBudget time_budget(std::span<const types::Observation> observations);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::BehaviorBudget> {
  static constexpr std::string_view kName = "BehaviorBudget";
  static constexpr std::string_view kDoc = "One behavior in the time budget.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "is_state", .doc = "Whether its events have durations.", .access = Access::kReadOnly},
      Field{.member = "number", .doc = "Events.", .access = Access::kReadOnly},
      Field{.member = "total_seconds",
            .doc = "Duration of all together; of state events.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "mean_seconds",
            .doc = "Duration of one, on average.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "deviation_seconds",
            .doc = "Standard deviation of the durations.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "inter_event_mean_seconds",
            .doc = "From one event to the next, on average.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "inter_event_deviation_seconds",
            .doc = "Standard deviation of that.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "percent",
            .doc = "Share of the observed time.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
  };
};

template <>
struct Schema<progress::TimeBudget> {
  static constexpr std::string_view kName = "TimeBudget";
  static constexpr std::string_view kDoc = "How often and how long each behavior was shown.";
  static constexpr std::array kFields{
      Field{.member = "observations", .doc = "How many observations it is made from.", .access = Access::kReadOnly},
      Field{.member = "observed_seconds",
            .doc = "Their time together; null when one does not say.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "behaviors", .doc = "In alphabetical order.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
