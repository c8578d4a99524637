#include "registry/types/medication.h"

#include <fmt/format.h>

namespace doggy::types {
namespace {

bool is_time_of_day(const std::string& text) {
  const auto digit = [&](std::size_t at, char most) { return text[at] >= '0' && text[at] <= most; };
  return text.size() == 5 && text[2] == ':' && digit(0, '2') && digit(1, text[0] == '2' ? '3' : '9') && digit(3, '5') &&
         digit(4, '9');
}

codec::Errors check(const Medication& medication, const Context& context) {
  codec::Errors errors;
  for (std::size_t i = 0; i < medication.times_of_day.size(); ++i)
    if (!is_time_of_day(medication.times_of_day[i]))
      errors.push_back({fmt::format("timesOfDay[{}]", i), "format", "Must be a time of day from 00:00 to 23:59."});
  if (medication.as_needed && medication.every_days)
    errors.push_back({"everyDays", "notApplicable", "What is given when needed has no schedule."});
  if (medication.until && context.occurred_at && medication.until->text() < context.occurred_at->local_date())
    errors.push_back({"until", "minimum", "Must not be before its first day."});
  return errors;
}

}  // namespace

RecordType medication_type() {
  using circle::Role;
  return make_record_type<Medication, check>(
      {.section = circle::Section::kHealth,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
