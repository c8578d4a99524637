// Whether a session that was just written completed the mastery of a target.
#pragma once

#include "registry/notify/event_reader.h"
#include "registry/notify/events.h"

namespace doggy::notify {

/// Tells everybody who may read such a target and by the sessions that they see finds it mastered: what somebody may
/// not see tells them nothing.
Task<Result<void>> tell_mastery(EventServices services, Entry entry);

}  // namespace doggy::notify
