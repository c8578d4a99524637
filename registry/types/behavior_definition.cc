#include "registry/types/behavior_definition.h"

#include <fmt/format.h>

namespace doggy::types {
namespace {

codec::Errors check(const BehaviorDefinition& definition, const Context&) {
  codec::Errors errors;
  unsigned seen = 0;
  for (std::size_t i = 0; i < definition.severity_scale.size(); ++i) {
    const unsigned bit = 1U << static_cast<unsigned>(definition.severity_scale[i].level);
    if ((seen & bit) != 0) errors.push_back({fmt::format("severityScale[{}].level", i), "unique", "Each level once."});
    seen |= bit;
  }
  return errors;
}

}  // namespace

RecordType behavior_definition_type() {
  using circle::Role;
  return make_record_type<BehaviorDefinition, check>(
      {.section = circle::Section::kBehavior,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
