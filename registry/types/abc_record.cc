#include "registry/types/abc_record.h"

namespace doggy::types {

RecordType abc_record_type() {
  return make_record_type<AbcRecord, no_more_rules<AbcRecord>>(
      {.section = circle::Section::kBehavior, .default_audience = {circle::Role::kOwner, circle::Role::kTrainer}});
}

}  // namespace doggy::types
