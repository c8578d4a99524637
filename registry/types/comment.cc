#include "registry/types/comment.h"

namespace doggy::types {

RecordType comment_type() {
  using circle::Role;
  return make_record_type<Comment, no_more_rules<Comment>>(
      {.section = circle::Section::kNotes,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .follows_reference = true});
}

}  // namespace doggy::types
