#include "registry/types/assessment_score.h"

namespace doggy::types {
namespace {

codec::Errors check(const AssessmentScore& score, const Context&) {
  codec::Errors errors;
  if (score.scale_minimum && score.value < *score.scale_minimum)
    errors.push_back({"value", "minimum", "Must be at least scaleMinimum."});
  if (score.scale_maximum && score.value > *score.scale_maximum)
    errors.push_back({"value", "maximum", "Must be at most scaleMaximum."});
  return errors;
}

}  // namespace

RecordType assessment_score_type() {
  using circle::Role;
  return make_record_type<AssessmentScore, check>(
      {.section = circle::Section::kBehavior, .default_audience = {Role::kOwner, Role::kTrainer}});
}

}  // namespace doggy::types
