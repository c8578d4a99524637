#include "registry/calendar/local_instant.h"

#include <algorithm>

namespace doggy::calendar {
namespace {

std::int64_t seconds_of(const LocalTime& time) {
  return time.date.days() * kDaySeconds + std::int64_t{time.hour} * 3600 + std::int64_t{time.minute} * 60 + time.second;
}

}  // namespace

Timestamp instant_after(const Timestamp& after, const LocalTime& local, std::string_view zone) {
  const std::int64_t wanted = seconds_of(local);
  const auto offset_at = [&](std::int64_t utc) {
    const auto shown = local_time(Timestamp::from_unix_ms(utc * 1000), zone);
    return shown ? seconds_of(*shown) - utc : 0;
  };
  // No zone is further than a day from UTC, and none changes twice within two days.
  const std::int64_t by_old = wanted - offset_at(wanted - kDaySeconds);
  const std::int64_t by_new = wanted - offset_at(wanted + kDaySeconds);
  for (const std::int64_t utc : {std::min(by_old, by_new), std::max(by_old, by_new)}) {
    const bool shows = utc + offset_at(utc) == wanted;
    if (shows && utc * 1000 > after.unix_ms()) return Timestamp::from_unix_ms(utc * 1000);
  }
  return Timestamp::from_unix_ms(by_old * 1000);
}

}  // namespace doggy::calendar
