// Everything of one store into another, whatever adapters they are: in batches, so that it can go on where it was
// interrupted, and verified afterwards.
//
// How far it is stands in the target itself, in an item that is written in the same transaction as each batch and
// removed at the end: the two cannot disagree, and no file has to be kept. What is copied twice is the same twice.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

/// Of the item that says how far a copy into this store is; there while it is not finished.
[[nodiscard]] Key copy_key();

/// Both faces of a store; they outlive the coroutines here.
struct Everything {
  Store& store;
  Scan& scan;
};

/// What a store holds, whatever the order in which it tells: the number of items, and the sum of their SHA-256s as four
/// numbers of 64 bits. (A sum, not an exclusive or: two of the same do not cancel each other.)
struct Tally {
  std::uint64_t items = 0;
  std::array<std::uint64_t, 4> sum{};
  void add(const Item& item);
  bool operator==(const Tally&) const = default;
};

struct CopyOptions {
  std::string source;          // Its name; another one cannot go on with what this one began.
  std::uint64_t per_second{};  // The most items; 0: as many as go.
  std::function<void(std::uint64_t items)> progress = [](std::uint64_t) {};
};

/// Copies what has not expired. The number of items that are there, those of earlier attempts included. Errors:
/// kConflict when the target holds something that no copy of this source began; kUnavailable, after which it may be
/// called again.
Task<Result<std::uint64_t>> copy_everything(Everything from, Everything to, CopyOptions options);

/// Compares both and, when they are alike, ends the copy: the target then holds nothing but the items. What expires
/// within an hour is left out on both sides, as either may remove it meanwhile. Error: kConflict when they differ, with
/// the numbers. `progress` is told of the items of both together.
Task<Result<Tally>> verify_copy(
    Everything from, Everything to, std::function<void(std::uint64_t items)> progress = [](std::uint64_t) {});

}  // namespace doggy::store
