// When something happens: counts by weekday and hour of the day at the dog's place.
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

struct HeatMapRow {
  int weekday = 1;
  std::vector<std::uint64_t> counts;
};
BOOST_DESCRIBE_STRUCT(HeatMapRow, (), (weekday, counts))

struct HeatMap {
  std::uint64_t n = 0;
  std::optional<std::string> time_zone;
  std::vector<HeatMapRow> rows;
};
BOOST_DESCRIBE_STRUCT(HeatMap, (), (n, time_zone, rows))

/// By the clock of `time_zone` (IANA), or, without one, by each timestamp's own offset. A zone that does not exist is
/// as none.
[[nodiscard]] HeatMap heat_map(std::span<const Timestamp> times, std::optional<std::string> time_zone);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::HeatMapRow> {
  static constexpr std::string_view kName = "HeatMapRow";
  static constexpr std::string_view kDoc = "The hours of one weekday.";
  static constexpr std::array kFields{
      Field{.member = "weekday", .doc = "ISO 8601: 1 is Monday, 7 Sunday.", .access = Access::kReadOnly},
      Field{.member = "counts", .doc = "Of the hours from 0 to 23.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::HeatMap> {
  static constexpr std::string_view kName = "HeatMap";
  static constexpr std::string_view kDoc = "Counts by weekday and hour of the day.";
  static constexpr std::array kFields{
      Field{.member = "n", .doc = "All of them.", .access = Access::kReadOnly},
      Field{.member = "time_zone",
            .doc = "Whose clock it is; absent: of each record itself.",
            .access = Access::kReadOnly},
      Field{.member = "rows", .doc = "From Monday to Sunday.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
