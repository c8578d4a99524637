#include "registry/types/attachment.h"

namespace doggy::types {

RecordType attachment_type() {
  using circle::Role;
  return make_record_type<Attachment, no_more_rules<Attachment>>(
      {.section = circle::Section::kMedia,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .follows_reference = true,
       .from_upload = true});
}

}  // namespace doggy::types
