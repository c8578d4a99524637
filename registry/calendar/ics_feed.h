// Appointments as an iCalendar file (RFC 5545) that calendar programs subscribe to. Written by libical, which folds
// lines and escapes text.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "platform/time/timestamp.h"
#include "registry/calendar/recurrence.h"

namespace doggy::calendar {

struct FeedEvent {
  std::string uid;  // The same at every reading.
  Series series;
  std::optional<Timestamp> end;  // Absent: it only has a beginning.
  std::string summary;
  std::string description;
  std::string location;
  Timestamp changed_at;
  std::uint64_t version = 1;
  bool canceled = false;
};

/// The whole file, lines ended by CRLF. Zones that the system does not know are left out and times given in UTC.
[[nodiscard]] std::string ics_feed(const std::string& name, std::span<const FeedEvent> events);

}  // namespace doggy::calendar
