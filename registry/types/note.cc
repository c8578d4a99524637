#include "registry/types/note.h"

namespace doggy::types {

RecordType note_type() {
  return make_record_type<Note, no_more_rules<Note>>(
      {.section = circle::Section::kNotes, .default_audience = {circle::Role::kOwner, circle::Role::kTrainer}});
}

}  // namespace doggy::types
