#include "registry/types/homework.h"

namespace doggy::types {
namespace {

codec::Errors check(const Homework& homework, const Context& context) {
  if (!homework.due_on || !context.occurred_at || homework.due_on->text() >= context.occurred_at->local_date())
    return {};
  return {{"dueOn", "minimum", "Must not be before the day of occurredAt."}};
}

}  // namespace

RecordType homework_type() {
  using circle::Role;
  return make_record_type<Homework, check>(
      {.section = circle::Section::kTraining,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
