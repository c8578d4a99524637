// Removes everything of one dog.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::erasure {

/// Its whole partition, and the places of those who are still in its circle. Tokens of its invitations and links lead
/// nowhere then, and go when they expire. Begun again after a crash it goes on.
Task<Result<void>> erase_dog(store::Store& store, std::string dog_id);

/// Deletes all items of a partition but those whose sort key is `kept`.
Task<Result<void>> delete_partition(store::Store& store, std::string pk, std::string kept = {});

}  // namespace doggy::erasure
