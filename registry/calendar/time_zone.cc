#include "registry/calendar/time_zone.h"

#include "registry/calendar/ical.h"

namespace doggy::calendar {
namespace {

std::int64_t floor_seconds(std::int64_t ms) {
  return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

LocalTime from_local_seconds(std::int64_t seconds) {
  std::int64_t days = seconds / kDaySeconds;
  std::int64_t rest = seconds % kDaySeconds;
  if (rest < 0) {
    rest += kDaySeconds;
    --days;
  }
  return {.date = Date::from_days(days),
          .hour = static_cast<int>(rest / 3600),
          .minute = static_cast<int>(rest / 60 % 60),
          .second = static_cast<int>(rest % 60)};
}

}  // namespace

bool is_time_zone(std::string_view name) {
  return name == "UTC" || ical::zone(name) != nullptr;
}

std::optional<LocalTime> local_time(const Timestamp& at, std::string_view zone) {
  const std::int64_t seconds = floor_seconds(at.unix_ms());
  if (zone == "UTC") return from_local_seconds(seconds);
  icaltimezone* found = ical::zone(zone);
  if (found == nullptr) return std::nullopt;
  icaltimetype utc = icaltime_from_timet_with_zone(seconds, 0, icaltimezone_get_utc_timezone());
  int is_daylight = 0;
  return from_local_seconds(seconds + icaltimezone_get_utc_offset_of_utc_time(found, &utc, &is_daylight));
}

LocalTime local_time(const Timestamp& at) {
  return from_local_seconds(floor_seconds(at.unix_ms()) + std::int64_t{at.offset_minutes()} * 60);
}

}  // namespace doggy::calendar
