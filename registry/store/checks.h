// What every adapter does alike: checking that the caller kept the contract, and evaluating conditions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "registry/store/store.h"

namespace doggy::store {

/// Throw std::logic_error where the caller broke the contract (an empty key, a text that is too long, a limit out of
/// range, a key twice in one transaction): a bug, not an outcome.
void check_key(const Key& key);
void check_keys(const std::vector<Key>& keys);
void check_query(const Query& query);
void check_scan(std::size_t limit);
void check_writes(const std::vector<Write>& writes, std::size_t limit);

[[nodiscard]] const Key& key_of(const Write& write);
[[nodiscard]] const Condition& condition_of(const Write& write);

/// Whether the condition holds of an item with that version, or of none.
[[nodiscard]] bool holds(const Condition& condition, std::optional<std::uint64_t> version);

/// The item's key in an index; empty when it is not in it.
[[nodiscard]] const std::string& index_key(const Item& item, Index index);

}  // namespace doggy::store
