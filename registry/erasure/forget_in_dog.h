// Takes somebody's name out of everything of one dog.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/erasure/former_member.h"
#include "registry/log/dog_log.h"
#include "registry/store/store.h"

namespace doggy::erasure {

/// Records, revisions, log, members, invitations and the access trail keep their versions and numbers; entries of the
/// log keep their hashes (log/entry.h). Links that the person shared end; invitations they made are worth nothing
/// without them. Notices to the members lose the name as well. Each step is an entry "member-erased" of the log; in the
/// last, each member's place gets a new version, by which their devices take the dog anew. Begun again after a crash it
/// goes on.
Task<Result<void>> forget_in_dog(store::Store& store, log::DogLog& log, std::string dog_id, Erased who, Timestamp now);

/// The same for items that are of no dog. Error: kConflict when one is changed meanwhile; begin again.
Task<Result<void>> forget_in_items(store::Store& store, store::Query query, Erased who);

}  // namespace doggy::erasure
