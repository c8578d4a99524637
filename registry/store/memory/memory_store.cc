#include "registry/store/memory/memory_store.h"

#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/store/checks.h"

namespace doggy::store {
namespace {

std::size_t bytes_of(const std::vector<Write>& writes) {
  std::size_t bytes = 0;
  for (const Write& write : writes)
    if (const auto* put = std::get_if<Put>(&write)) bytes += put->item.body.size() + put->item.label.size();
  return bytes;
}

}  // namespace

Task<Result<std::optional<Item>>> MemoryStore::get(Key key) {
  check_key(key);
  const std::lock_guard lock(mutex_);
  const auto found = items_.find(key);
  if (found == items_.end()) co_return std::optional<Item>{};
  co_return found->second;
}

Task<Result<std::vector<std::optional<Item>>>> MemoryStore::get_many(std::vector<Key> keys) {
  check_keys(keys);
  const std::lock_guard lock(mutex_);
  std::vector<std::optional<Item>> found;
  for (const Key& key : keys) {
    const auto item = items_.find(key);
    found.push_back(item == items_.end() ? std::nullopt : std::optional(item->second));
  }
  co_return found;
}

namespace {

// What a brief query leaves of an item.
Item brief_of(const Item& item, Index index) {
  Item brief{.body = item.body, .label = item.label};
  if (index == Index::kPrimary) brief.key.sk = item.key.sk;
  if (index == Index::kTime) brief.time = item.time;
  if (index == Index::kKind) brief.kind = item.kind;
  return brief;
}

}  // namespace

Task<Result<std::vector<Item>>> MemoryStore::query(Query query) {
  check_query(query);
  const std::lock_guard lock(mutex_);
  std::vector<Item> found;
  for (auto item = items_.lower_bound({.pk = query.pk, .sk = ""}); item != items_.end() && item->first.pk == query.pk;
       ++item) {
    const std::string& key = index_key(item->second, query.index);
    if (key.empty() || key < query.from || (!query.to.empty() && key >= query.to)) continue;
    if (!query.after.empty() && (query.backward ? key >= query.after : key <= query.after)) continue;
    found.push_back(item->second);
  }
  std::ranges::sort(found, [&](const Item& a, const Item& b) {
    const auto order = index_key(a, query.index) <=> index_key(b, query.index);
    return query.backward ? order > 0 : order < 0;
  });
  if (found.size() > query.limit) found.resize(query.limit);
  if (query.brief)
    for (Item& item : found) item = brief_of(item, query.index);
  co_return found;
}

Task<Result<void>> MemoryStore::commit(std::vector<Write> writes) {
  check_writes(writes, limits_.writes);
  if (bytes_of(writes) > limits_.bytes) co_return fail(Code::kTooLarge, "This is more than is written at once.");
  const std::lock_guard lock(mutex_);
  for (const Write& write : writes) {
    const auto found = items_.find(key_of(write));
    const std::optional<std::uint64_t> version =
        found == items_.end() ? std::nullopt : std::optional(found->second.version);
    if (!holds(condition_of(write), version)) co_return fail(Code::kConflict, "Somebody else wrote first.");
  }
  for (Write& write : writes) {
    if (const auto* gone = std::get_if<Delete>(&write)) items_.erase(gone->key);
    if (auto* put = std::get_if<Put>(&write)) {
      Key key = put->item.key;
      items_.insert_or_assign(std::move(key), std::move(put->item));
    }
  }
  co_return Result<void>{};
}

Task<Result<void>> MemoryStore::ping() {
  co_return Result<void>{};
}

Task<Result<ScanPage>> MemoryStore::scan(std::string position, std::size_t limit) {
  check_scan(limit);
  const std::lock_guard lock(mutex_);
  auto item = items_.begin();
  if (!position.empty()) {
    CO_TRY(const auto after, parse_scan_position(position));
    item = items_.upper_bound(after);
  }
  ScanPage page;
  for (; item != items_.end() && page.items.size() < limit; ++item) page.items.push_back(item->second);
  if (item != items_.end()) page.next = scan_position(page.items.back().key);
  co_return page;
}

std::vector<Item> MemoryStore::all_items() const {
  const std::lock_guard lock(mutex_);
  std::vector<Item> all;
  all.reserve(items_.size());
  for (const auto& [key, item] : items_) all.push_back(item);
  return all;
}

}  // namespace doggy::store
