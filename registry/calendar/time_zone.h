// Local time at a place named by its IANA time zone, "Europe/Berlin". The zones are the system's (tzdata), read by
// libical.
#pragma once

#include <optional>
#include <string_view>

#include "platform/time/timestamp.h"

namespace doggy::calendar {

inline constexpr std::int64_t kDaySeconds = 86'400;  // Of local time.

/// What a clock and a calendar at the place show.
struct LocalTime {
  Date date;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

/// Whether the system knows such a zone. Thread-safe.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// Nothing when there is no such zone. Thread-safe.
[[nodiscard]] std::optional<LocalTime> local_time(const Timestamp& at, std::string_view zone);

/// By the timestamp's own offset.
[[nodiscard]] LocalTime local_time(const Timestamp& at);

}  // namespace doggy::calendar
