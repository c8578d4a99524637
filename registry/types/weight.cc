#include "registry/types/weight.h"

namespace doggy::types {

RecordType weight_type() {
  return make_record_type<Weight, no_more_rules<Weight>>(
      {.section = circle::Section::kHealth,
       .default_audience = {circle::Role::kOwner, circle::Role::kTrainer, circle::Role::kCarer}});
}

}  // namespace doggy::types
