// In how many intervals a behavior was scored, observation by observation.
//
// percent = intervals scored / intervals x 100. Always with the method: partial-interval recording overestimates how
// long a behavior lasts, whole-interval recording underestimates it, and momentary sampling misses what is short;
// points of different methods are not to be compared. Source: Cooper, Heron & Heward, Applied Behavior Analysis (3rd
// ed.), chapter 4. Not computable without intervals.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/progress/chart_lines.h"
#include "registry/progress/event_series.h"
#include "registry/types/observation.h"

namespace doggy::progress {

struct IntervalPoint {
  Uuid observation_id;
  Timestamp at;
  types::ObservationMethod method = types::ObservationMethod::kPartialInterval;
  double interval_seconds = 0;
  std::uint64_t intervals = 0;
  std::uint64_t scored = 0;
  std::optional<double> percent;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(IntervalPoint, (),
                      (observation_id, at, method, interval_seconds, intervals, scored, percent, reason))

struct IntervalSeries {
  std::string behavior;
  std::vector<IntervalPoint> points;
  ChartLines lines;
};
BOOST_DESCRIBE_STRUCT(IntervalSeries, (), (behavior, points, lines))

/// Of the interval recordings that have a row of the behavior. Behaviors are the same as in normalized_text.h.
[[nodiscard]] IntervalSeries interval_series(std::string behavior, std::span<const HeldObservation> observations);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::IntervalPoint> {
  static constexpr std::string_view kName = "IntervalPoint";
  static constexpr std::string_view kDoc = "The intervals of a behavior in one observation.";
  static constexpr std::array kFields{
      Field{.member = "observation_id", .doc = "The observation.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When it began.", .access = Access::kReadOnly},
      Field{.member = "method", .doc = "How it was recorded.", .access = Access::kReadOnly},
      Field{.member = "interval_seconds", .doc = "Length of an interval.", .access = Access::kReadOnly, .unit = "s"},
      Field{.member = "intervals", .doc = "Intervals.", .access = Access::kReadOnly},
      Field{.member = "scored", .doc = "Those in which it was scored.", .access = Access::kReadOnly},
      Field{.member = "percent", .doc = "Scored of all.", .access = Access::kReadOnly, .unit = "%", .sends_null = true},
      Field{.member = "reason", .doc = "Why there is no percent.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::IntervalSeries> {
  static constexpr std::string_view kName = "IntervalSeries";
  static constexpr std::string_view kDoc = "In how many intervals a behavior was scored.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "lines", .doc = "Phases of the behavior and events to draw across.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
