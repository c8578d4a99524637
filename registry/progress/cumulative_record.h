// The cumulative record: all responses so far, at each moment observed. Its slope is the rate.
// Source: Ferster & Skinner 1957, Schedules of Reinforcement; Cooper, Heron & Heward, Applied Behavior Analysis (3rd
// ed.), chapter 6.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::progress {

struct CumulativePoint {
  Timestamp at;
  std::uint64_t added = 0;
  std::uint64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(CumulativePoint, (), (at, added, total))

struct CumulativeRecord {
  std::vector<CumulativePoint> points;
};
BOOST_DESCRIBE_STRUCT(CumulativeRecord, (), (points))

/// So many responses at a moment.
struct Responses {
  Timestamp at;
  std::uint64_t count = 0;
};

/// In any order. Moments without responses are points as well: the record is flat there.
[[nodiscard]] CumulativeRecord cumulative_record(std::vector<Responses> responses);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::CumulativePoint> {
  static constexpr std::string_view kName = "CumulativePoint";
  static constexpr std::string_view kDoc = "All responses until then.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "added", .doc = "Responses then.", .access = Access::kReadOnly},
      Field{.member = "total", .doc = "All until then.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::CumulativeRecord> {
  static constexpr std::string_view kName = "CumulativeRecord";
  static constexpr std::string_view kDoc = "All responses so far, at each moment that added some.";
  static constexpr std::array kFields{
      Field{.member = "points", .doc = "Oldest first.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
