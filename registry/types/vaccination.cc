#include "registry/types/vaccination.h"

namespace doggy::types {
namespace {

codec::Errors check(const Vaccination& vaccination, const Context& context) {
  codec::Errors errors;
  if (vaccination.vaccine == Vaccine::kOther && !vaccination.name)
    errors.push_back({"name", "required", "Say what an other vaccine is against."});
  if (vaccination.vaccine != Vaccine::kOther && vaccination.name)
    errors.push_back({"name", "notApplicable", "Only an other vaccine needs a name; products go to product."});
  if (vaccination.due_on && context.occurred_at && vaccination.due_on->text() < context.occurred_at->local_date())
    errors.push_back({"dueOn", "minimum", "Must not be before the day it was given."});
  return errors;
}

}  // namespace

RecordType vaccination_type() {
  using circle::Role;
  return make_record_type<Vaccination, check>(
      {.section = circle::Section::kHealth,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
