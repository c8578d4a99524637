#include "registry/types/vet_visit.h"

namespace doggy::types {
namespace {

codec::Errors check(const VetVisit& visit, const Context& context) {
  if (!visit.follow_up_on || !context.occurred_at || visit.follow_up_on->text() >= context.occurred_at->local_date())
    return {};
  return {{"followUpOn", "minimum", "Must not be before the visit."}};
}

}  // namespace

RecordType vet_visit_type() {
  using circle::Role;
  return make_record_type<VetVisit, check>(
      {.section = circle::Section::kHealth, .default_audience = {Role::kOwner, Role::kTrainer, Role::kCarer}});
}

}  // namespace doggy::types
