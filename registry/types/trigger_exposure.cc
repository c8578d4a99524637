#include "registry/types/trigger_exposure.h"

namespace doggy::types {

RecordType trigger_exposure_type() {
  using circle::Role;
  return make_record_type<TriggerExposure, no_more_rules<TriggerExposure>>(
      {.section = circle::Section::kBehavior,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
