// The format of what is kept in a store: what partitions, sort keys, labels and bodies mean, whatever adapter holds
// them. (How an adapter lays items out is its own affair, see sqlite/schema.h.)
//
// Log entries are hashed and records must be as their entries say, so that stored bodies are never rewritten: every
// version reads what all before it wrote, and fields that were added since have defaults. The format is raised when an
// earlier version would do harm to what a later one writes.
#pragma once

#include <cstdint>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::store {

/// What this program writes. docs/decisions/0013-stored-bodies-are-never-rewritten.md has the history.
inline constexpr std::uint64_t kFormat = 1;

/// The item whose version is the format.
[[nodiscard]] Key format_key();

/// Whether this program may use the store; one without a format is new, or older than formats, and gets the first one.
/// Errors: kConflict for a format that is newer, and for a store that a copy was not finished into; kUnavailable.
Task<Result<void>> check_format(Store& store);

}  // namespace doggy::store
