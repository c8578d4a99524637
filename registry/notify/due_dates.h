// Reminders of days: the last day of homework, and the day a vaccination is due, on that day and two weeks before. They
// come at eight in the morning where the dog lives (or where the record was written, when that is not known).
#pragma once

#include "registry/notify/event_reader.h"
#include "registry/notify/events.h"

namespace doggy::notify {

inline constexpr const char* kDueJob = "notify-due";

/// Plans the reminders of a record that was just written. Those of an earlier revision find that they were overtaken.
Task<Result<void>> plan_due(EventServices services, Entry entry);

/// Tells the owners, if the record still says so: it is not deleted, archived, or followed by a newer vaccination.
Task<Result<void>> tell_due(EventServices services, jobs::Job job);

}  // namespace doggy::notify
