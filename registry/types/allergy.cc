#include "registry/types/allergy.h"

namespace doggy::types {

RecordType allergy_type() {
  using circle::Role;
  return make_record_type<Allergy, no_more_rules<Allergy>>(
      {.section = circle::Section::kHealth,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
