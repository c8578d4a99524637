// "Write this, if nobody was quicker; otherwise look again." The one loop for it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::store {

using Writes = std::vector<Write>;
/// The items that were read, in the order of their keys; those that are not there are empty.
using Found = std::vector<std::optional<Item>>;

/// Reads `keys`, lets `decide` say what is to be written, and commits that. The writes have conditions on what was read
/// (`unchanged`): when one does not hold, somebody was quicker, and it begins anew, after a pause that grows. True when
/// something was written, false when `decide` had nothing to write. Errors: those of `decide` and of the store;
/// kConflict with the text `too_busy` when others were quicker every time.
Task<Result<bool>> compare_and_swap(Store& store, std::vector<Key> keys,
                                    std::function<Result<Writes>(const Found&)> decide, std::string too_busy);

/// The same where more is read than items whose keys are known. What `decide` captures lives until this is done.
Task<Result<bool>> compare_and_swap(Store& store, std::function<Task<Result<Writes>>()> decide, std::string too_busy);

/// The condition that an item is still as it was read.
[[nodiscard]] Condition unchanged(const std::optional<Item>& read);

/// The version of the item that takes its place.
[[nodiscard]] std::uint64_t next_version(const std::optional<Item>& read);

/// Commits these writes: `co_await commit(store, Put{…}, Delete{…})`. The store outlives it. Errors: as
/// Store::commit().
template <class... Each>
Task<Result<void>> commit(Store& store, Each... each) {
  Writes writes;
  writes.reserve(sizeof...(each));
  (writes.emplace_back(std::move(each)), ...);
  return store.commit(std::move(writes));
}

}  // namespace doggy::store
