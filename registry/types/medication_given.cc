#include "registry/types/medication_given.h"

namespace doggy::types {
namespace {

codec::Errors check(const MedicationGiven& given, const Context&) {
  if (!given.amount || !given.skipped_because) return {};
  return {{"amount", "notApplicable", "A dose that was skipped has no amount."}};
}

}  // namespace

RecordType medication_given_type() {
  using circle::Role;
  return make_record_type<MedicationGiven, check>(
      {.section = circle::Section::kHealth,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
