// How much of the homework that was planned was done, week by week, beside what came of it.
//
//   planned   times per week x days of the week from its beginning to its last day / 7
//   percent   times done / planned x 100; it may exceed 100
// Weeks are ISO 8601; a log counts in the week of its own local date. Source: Gresham, Gansle & Noell 1993, Journal of
// Applied Behavior Analysis 26, 257-263 (treatment integrity). Not computable where nothing was planned.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::progress {

struct FidelityWeek {
  std::string week;
  Date start;
  double planned = 0;
  std::uint64_t done = 0;
  std::optional<double> percent;
  std::optional<double> outcome_percent;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(FidelityWeek, (), (week, start, planned, done, percent, outcome_percent, reason))

struct PlanFidelity {
  std::vector<FidelityWeek> weeks;
};
BOOST_DESCRIBE_STRUCT(PlanFidelity, (), (weeks))

struct PlannedHomework {
  Date from;
  Date to;  // Its last day, or the last that is looked at.
  std::optional<int> times_per_week;
};

/// Correct and valid trials on a day.
struct DailyOutcome {
  Date day;
  std::uint64_t correct = 0;
  std::uint64_t trials = 0;
};

[[nodiscard]] PlanFidelity plan_fidelity(std::span<const PlannedHomework> homework, std::span<const Date> done,
                                         std::span<const DailyOutcome> outcomes);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::FidelityWeek> {
  static constexpr std::string_view kName = "FidelityWeek";
  static constexpr std::string_view kDoc = "Homework of one week.";
  static constexpr std::array kFields{
      Field{.member = "week", .doc = "The ISO 8601 week.", .access = Access::kReadOnly},
      Field{.member = "start", .doc = "Its Monday.", .access = Access::kReadOnly},
      Field{.member = "planned", .doc = "Times planned.", .access = Access::kReadOnly},
      Field{.member = "done", .doc = "Times done.", .access = Access::kReadOnly},
      Field{
          .member = "percent", .doc = "Done of planned.", .access = Access::kReadOnly, .unit = "%", .sends_null = true},
      Field{.member = "outcome_percent",
            .doc = "Correct trials of the target in that week; null when there were none.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
      Field{.member = "reason", .doc = "Why there is no percent.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::PlanFidelity> {
  static constexpr std::string_view kName = "PlanFidelity";
  static constexpr std::string_view kDoc = "How much of the planned homework was done, week by week.";
  static constexpr std::array kFields{
      Field{.member = "weeks", .doc = "From the first to the last with a plan or a log.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
