// Answers that put several measures side by side. Computed by the functions of the measures.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/progress/celeration.h"
#include "registry/progress/chart_lines.h"
#include "registry/progress/event_series.h"
#include "registry/progress/mastery.h"
#include "registry/progress/phase_effects.h"
#include "registry/progress/split_middle.h"
#include "registry/progress/step_advice.h"
#include "registry/progress/success_rate.h"

namespace doggy::progress {

struct TargetState {
  StepAdvice advice;
  Mastery mastery;
};
BOOST_DESCRIBE_STRUCT(TargetState, (), (advice, mastery))

struct PhaseChange {
  PhaseLine before;
  PhaseLine after;
  PhaseEffects effects;
};
BOOST_DESCRIBE_STRUCT(PhaseChange, (), (before, after, effects))

struct PhaseChanges {
  WantedChange wanted = WantedChange::kIncrease;
  std::uint64_t before_first_phase = 0;
  std::vector<PhaseChange> changes;
};
BOOST_DESCRIBE_STRUCT(PhaseChanges, (), (wanted, before_first_phase, changes))

struct CelerationChart {
  std::string behavior;
  Celeration celeration;
  SplitMiddle split_middle;
  std::optional<double> split_middle_per_week;
  std::vector<EventPoint> days;
};
BOOST_DESCRIBE_STRUCT(CelerationChart, (), (behavior, celeration, split_middle, split_middle_per_week, days))

/// A value at a moment.
struct DatedValue {
  Timestamp at;
  double value = 0;
};

/// Values in the order of time, of each phase and the next one.
[[nodiscard]] PhaseChanges phase_changes(std::span<const DatedValue> values, std::span<const PhaseLine> phases,
                                         WantedChange wanted);

/// Of a target, by its percentage of correct trials; more is better.
[[nodiscard]] PhaseChanges success_phase_changes(std::span<const SuccessPoint> points,
                                                 std::span<const PhaseLine> phases);
/// Of a behavior, by its rate in each observation: `points` are a series by session.
[[nodiscard]] PhaseChanges rate_phase_changes(std::span<const EventPoint> points, std::span<const PhaseLine> phases,
                                              WantedChange wanted);

/// From a series by day.
[[nodiscard]] CelerationChart celeration_chart(EventSeries by_day);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::TargetState> {
  static constexpr std::string_view kName = "TargetState";
  static constexpr std::string_view kDoc = "Where a target stands: what to train next, and whether it is mastered.";
  static constexpr std::array kFields{
      Field{.member = "advice", .doc = "Push, drop or stick.", .access = Access::kReadOnly},
      Field{.member = "mastery", .doc = "Mastery and its probes.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::PhaseChange> {
  static constexpr std::string_view kName = "PhaseChange";
  static constexpr std::string_view kDoc = "One phase compared with the one before it.";
  static constexpr std::array kFields{
      Field{.member = "before", .doc = "The phase before.", .access = Access::kReadOnly},
      Field{.member = "after", .doc = "The phase after.", .access = Access::kReadOnly},
      Field{.member = "effects", .doc = "How much better the second is.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::PhaseChanges> {
  static constexpr std::string_view kName = "PhaseChanges";
  static constexpr std::string_view kDoc = "Each phase compared with the one before it.";
  static constexpr std::array kFields{
      Field{.member = "wanted", .doc = "Which way is better.", .access = Access::kReadOnly},
      Field{.member = "before_first_phase",
            .doc = "Values before the first phase, which are left out.",
            .access = Access::kReadOnly},
      Field{.member = "changes", .doc = "Oldest first.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::CelerationChart> {
  static constexpr std::string_view kName = "CelerationChart";
  static constexpr std::string_view kDoc = "How fast a rate changes, with two ways to draw the line.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "celeration",
            .doc = "Least squares through the logarithms of the daily rates.",
            .access = Access::kReadOnly},
      Field{.member = "split_middle",
            .doc = "Split-middle line through the same logarithms: its heights are log10 of rates.",
            .access = Access::kReadOnly},
      Field{.member = "split_middle_per_week",
            .doc = "The factor of a week by the split-middle line.",
            .access = Access::kReadOnly,
            .unit = "per week",
            .sends_null = true},
      Field{.member = "days", .doc = "The daily rates.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
