#include "registry/types/reinforcer.h"

namespace doggy::types {

RecordType reinforcer_type() {
  using circle::Role;
  return make_record_type<Reinforcer, no_more_rules<Reinforcer>>(
      {.section = circle::Section::kProfile,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
