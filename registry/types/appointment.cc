#include "registry/types/appointment.h"

#include "platform/time/units.h"
#include "registry/calendar/recurrence.h"
#include "registry/calendar/time_zone.h"

namespace doggy::types {
namespace {

constexpr std::int64_t kLongestMs = 60 * kDayMs;

codec::Errors check(const Appointment& appointment, const Context& context) {
  codec::Errors errors;
  if (appointment.time_zone && !calendar::is_time_zone(*appointment.time_zone))
    errors.push_back({"timeZone", "timeZone", "There is no such IANA time zone."});
  if (!appointment.recurrence && !appointment.except_dates.empty())
    errors.push_back({"exceptDates", "notApplicable", "Only an appointment that recurs has exceptions."});
  if (!context.occurred_at) return errors;
  if (appointment.recurrence)
    if (auto broken = calendar::broken_rule(*appointment.recurrence, *context.occurred_at))
      errors.push_back({"recurrence", "recurrence", std::move(*broken)});
  if (appointment.ends_at) {
    const std::int64_t length = appointment.ends_at->unix_ms() - context.occurred_at->unix_ms();
    if (length <= 0) errors.push_back({"endsAt", "minimum", "Must be after occurredAt."});
    if (length > kLongestMs) errors.push_back({"endsAt", "maximum", "Must be at most 60 days after occurredAt."});
  }
  return errors;
}

}  // namespace

RecordType appointment_type() {
  using circle::Role;
  return make_record_type<Appointment, check>(
      {.section = circle::Section::kCalendar,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared,
       .may_be_future = true});
}

}  // namespace doggy::types
