// How many ABC records there were, week by week, and of which behaviors.
//
// A count by calendar weeks (ISO 8601) of each record's own local date: what a record book would show. It is a count of
// records and no rate of behavior, for nobody knows how long the dog was observed (Cooper, Heron & Heward, Applied
// Behavior Analysis, 3rd ed., ch. 4: a count without its observation time is not a rate).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::progress {

/// An ABC record, as far as it is needed here.
struct ObservedBehavior {
  Timestamp at;
  std::string behavior;
};

struct WeekCount {
  std::string week;
  Date start;
  std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(WeekCount, (), (week, start, count))

struct BehaviorCount {
  std::string behavior;
  std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(BehaviorCount, (), (behavior, count))

struct AbcPerWeek {
  std::string unit = "records per week";
  std::vector<WeekCount> points;
  std::vector<BehaviorCount> behaviors;
};
BOOST_DESCRIBE_STRUCT(AbcPerWeek, (), (unit, points, behaviors))

/// Every week from the first to the last with a record, those between without any as 0. With `behavior`, only records
/// of it are counted in the weeks; `behaviors` always counts all, the most frequent first. Behaviors are the same when
/// they differ only in the case of ASCII letters or in surrounding spaces; the spelling of the oldest record is shown.
[[nodiscard]] AbcPerWeek abc_per_week(std::span<const ObservedBehavior> records,
                                      std::optional<std::string_view> behavior = {});

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::WeekCount> {
  static constexpr std::string_view kName = "WeekCount";
  static constexpr std::string_view kDoc = "The records of one week.";
  static constexpr std::array kFields{
      Field{.member = "week", .doc = "The ISO 8601 week, such as 2026-W47.", .access = Access::kReadOnly},
      Field{.member = "start", .doc = "Its Monday.", .access = Access::kReadOnly},
      Field{.member = "count", .doc = "How many records.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::BehaviorCount> {
  static constexpr std::string_view kName = "BehaviorCount";
  static constexpr std::string_view kDoc = "The records of one behavior.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior, as written down.", .access = Access::kReadOnly},
      Field{.member = "count", .doc = "How many records.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::AbcPerWeek> {
  static constexpr std::string_view kName = "AbcPerWeek";
  static constexpr std::string_view kDoc = "How many ABC records there were, week by week, and of which behaviors.";
  static constexpr std::array kFields{
      Field{.member = "unit", .doc = "What the points measure.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Oldest first, without gaps.", .access = Access::kReadOnly},
      Field{.member = "behaviors", .doc = "The most frequent first.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
