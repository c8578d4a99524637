#include "registry/types/alert.h"

namespace doggy::types {
namespace {

codec::Errors check(const Alert& alert, const Context& context) {
  if (!alert.expires_at || !context.occurred_at || *alert.expires_at > *context.occurred_at) return {};
  return {{"expiresAt", "minimum", "Must be after occurredAt."}};
}

}  // namespace

RecordType alert_type() {
  using circle::Role;
  return make_record_type<Alert, check>(
      {.section = circle::Section::kProfile,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
