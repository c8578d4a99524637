#include "registry/circle/member.h"

namespace doggy::circle {

Sections SectionChanges::applied_to(Sections base) const {
  base.profile = profile.value_or(base.profile);
  base.notes = notes.value_or(base.notes);
  base.training = training.value_or(base.training);
  base.behavior = behavior.value_or(base.behavior);
  base.health = health.value_or(base.health);
  base.calendar = calendar.value_or(base.calendar);
  base.media = media.value_or(base.media);
  return base;
}

}  // namespace doggy::circle
