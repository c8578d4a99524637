#include "registry/types/context_event.h"

namespace doggy::types {

RecordType context_event_type() {
  using circle::Role;
  return make_record_type<ContextEvent, no_more_rules<ContextEvent>>(
      {.section = circle::Section::kBehavior,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
