#include "registry/types/rsvp.h"

namespace doggy::types {

RecordType rsvp_type() {
  using circle::Role;
  return make_record_type<Rsvp, no_more_rules<Rsvp>>(
      {.section = circle::Section::kCalendar,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .follows_reference = true,
       .readers_may_answer = true});
}

}  // namespace doggy::types
