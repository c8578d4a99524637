// How often, how long and how soon a behavior was shown, observation by observation, by day or by week.
//
//   rate      count / observed minutes
//   percent   total duration / observed time x 100
//   latency   from the observation's beginning to the first onset, on average over those that had one
//   inter-response time  from one onset to the next within an observation, on average
// Source: Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 4. A count without its observation time
// is no rate: where any of the time is unknown, rate and percent are null and `reason` says so. Days and weeks (ISO
// 8601) are those of each observation's own local date; those without observation are left out, for nothing is known of
// them.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/progress/chart_lines.h"
#include "registry/types/observation.h"

namespace doggy::progress {

/// What one point of a series stands for.
enum class Per : std::uint8_t { kSession, kDay, kWeek };
BOOST_DESCRIBE_ENUM(Per, kSession, kDay, kWeek)

struct EventPoint {
  std::string start;
  std::uint64_t observations = 0;
  std::uint64_t count = 0;
  std::optional<double> observed_minutes;
  std::optional<double> rate_per_minute;
  std::optional<double> total_seconds;
  std::optional<double> mean_seconds;
  std::optional<double> percent;
  std::optional<double> mean_latency_seconds;
  std::optional<double> mean_inter_response_seconds;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EventPoint, (),
                      (start, observations, count, observed_minutes, rate_per_minute, total_seconds, mean_seconds,
                       percent, mean_latency_seconds, mean_inter_response_seconds, reason))

struct EventSeries {
  std::string behavior;
  Per per = Per::kSession;
  std::vector<EventPoint> points;
  ChartLines lines;
};
BOOST_DESCRIBE_STRUCT(EventSeries, (), (behavior, per, points, lines))

/// An observation record, as far as it is needed here.
struct HeldObservation {
  Uuid id;
  Timestamp at;
  types::Observation observation;
};

/// Of the continuous observations in which the behavior was watched for, whether or not it was shown. Behaviors are the
/// same as in normalized_text.h.
[[nodiscard]] EventSeries event_series(std::string behavior, Per per, std::span<const HeldObservation> observations);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::EventPoint> {
  static constexpr std::string_view kName = "EventPoint";
  static constexpr std::string_view kDoc = "A behavior in an observation, a day or a week.";
  static constexpr std::array kFields{
      Field{.member = "start",
            .doc = "When the observation began, the day, or the Monday of the week.",
            .access = Access::kReadOnly},
      Field{.member = "observations", .doc = "Observations in it.", .access = Access::kReadOnly},
      Field{.member = "count", .doc = "Events.", .access = Access::kReadOnly},
      Field{.member = "observed_minutes",
            .doc = "Time observed; null when unknown.",
            .access = Access::kReadOnly,
            .unit = "min",
            .sends_null = true},
      Field{.member = "rate_per_minute",
            .doc = "Events in a minute of observation.",
            .access = Access::kReadOnly,
            .unit = "1/min",
            .sends_null = true},
      Field{.member = "total_seconds",
            .doc = "Duration of all events; null for a point behavior.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "mean_seconds",
            .doc = "Duration of an event, on average.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "percent",
            .doc = "Share of the observed time.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
      Field{.member = "mean_latency_seconds",
            .doc = "From the beginning to the first event.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "mean_inter_response_seconds",
            .doc = "From one onset to the next.",
            .access = Access::kReadOnly,
            .unit = "s",
            .sends_null = true},
      Field{.member = "reason", .doc = "Why there is no rate.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::EventSeries> {
  static constexpr std::string_view kName = "EventSeries";
  static constexpr std::string_view kDoc = "How often, how long and how soon a behavior was shown.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "per", .doc = "What a point stands for.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "lines", .doc = "Phases of the behavior and events to draw across.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
