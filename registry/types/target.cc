#include "registry/types/target.h"

namespace doggy::types {
namespace {

/// A rule that can never be met, or asks for two things at once, is refused.
codec::Errors check(const Target& target, const Context&) {
  codec::Errors errors;
  if (const auto& raise = target.raise_rule) {
    if (raise->push > raise->trials) {
      errors.push_back({"raiseRule.push", "maximum", "Must be at most trials, or no step is ever reached."});
    }
    if (raise->drop >= raise->push) {
      errors.push_back({"raiseRule.drop", "maximum", "Must be less than push."});
    }
  }
  if (const auto& mastery = target.mastery_rule; mastery && mastery->people > mastery->sessions) {
    errors.push_back(
        {"masteryRule.people", "maximum", "Must be at most sessions, as each session is held by one person."});
  }
  return errors;
}

}  // namespace

RecordType target_type() {
  using circle::Role;
  return make_record_type<Target, check>(
      {.section = circle::Section::kTraining,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .editing = circle::Editing::kShared});
}

}  // namespace doggy::types
