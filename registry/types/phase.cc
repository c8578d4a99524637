#include "registry/types/phase.h"

namespace doggy::types {
namespace {

codec::Errors check(const Phase& phase, const Context&) {
  if (phase.target_id && phase.behavior) return {{"behavior", "exclusive", "A phase is of a target or of a behavior."}};
  if (!phase.target_id && !phase.behavior)
    return {{"targetId", "required", "Say which target or which behavior the phase is of."}};
  return {};
}

}  // namespace

RecordType phase_type() {
  using circle::Role;
  return make_record_type<Phase, check>({.section = circle::Section::kTraining,
                                         .default_audience = {Role::kOwner, Role::kTrainer},
                                         .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
