// From local time at a place to the instant.
#pragma once

#include <string_view>

#include "platform/time/timestamp.h"
#include "registry/calendar/time_zone.h"

namespace doggy::calendar {

/// The first instant after `after` at which the clocks of the zone show `local`: of two, when they are put back, the
/// first that is left. In the gap when they are put forward, the instant at which they would have shown it. In UTC when
/// there is no such zone. Thread-safe.
[[nodiscard]] Timestamp instant_after(const Timestamp& after, const LocalTime& local, std::string_view zone);

}  // namespace doggy::calendar
