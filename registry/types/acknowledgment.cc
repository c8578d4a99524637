#include "registry/types/acknowledgment.h"

namespace doggy::types {

RecordType acknowledgment_type() {
  using circle::Role;
  return make_record_type<Acknowledgment, no_more_rules<Acknowledgment>>(
      {.section = circle::Section::kProfile,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .follows_reference = true,
       .readers_may_answer = true});
}

}  // namespace doggy::types
