#include "registry/types/care_instruction.h"

namespace doggy::types {

RecordType care_instruction_type() {
  using circle::Role;
  return make_record_type<CareInstruction, no_more_rules<CareInstruction>>(
      {.section = circle::Section::kProfile,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
