#include "registry/progress/heat_map.h"

#include "registry/calendar/time_zone.h"

namespace doggy::progress {
namespace {

constexpr int kDays = 7;
constexpr int kHours = 24;

// 1970-01-01 was a Thursday, the fourth day of the week.
std::size_t weekday_index(const Date& date) {
  return static_cast<std::size_t>(((date.days() + 3) % kDays + kDays) % kDays);
}

}  // namespace

HeatMap heat_map(std::span<const Timestamp> times, std::optional<std::string> time_zone) {
  if (time_zone && !calendar::is_time_zone(*time_zone)) time_zone.reset();
  HeatMap map{.n = times.size(), .time_zone = std::move(time_zone), .rows = {}};
  for (int day = 1; day <= kDays; ++day)
    map.rows.push_back({.weekday = day, .counts = std::vector<std::uint64_t>(kHours, 0)});
  for (const Timestamp& time : times) {
    const auto in_zone = map.time_zone ? calendar::local_time(time, *map.time_zone) : std::nullopt;
    const calendar::LocalTime local = in_zone ? *in_zone : calendar::local_time(time);
    ++map.rows[weekday_index(local.date)].counts[static_cast<std::size_t>(local.hour)];
  }
  return map;
}

}  // namespace doggy::progress
