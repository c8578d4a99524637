#include "registry/store/torn_store.h"

#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/store/checks.h"

namespace doggy::store {
namespace {

constexpr std::size_t kMostQueried = 1000;

bool is_in(const Query& query, const Item& item) {
  const std::string& key = index_key(item, query.index);
  return item.key.pk == query.pk && !key.empty() && key >= query.from && (query.to.empty() || key < query.to);
}

}  // namespace

void TornStore::tear(std::function<bool(const Key&)> hides) {
  const std::lock_guard lock(mutex_);
  hides_ = std::move(hides);
}

void TornStore::mend() {
  const std::lock_guard lock(mutex_);
  hides_ = nullptr;
}

auto TornStore::hidden() const -> Items {
  const std::lock_guard lock(mutex_);
  Items items;
  if (!hides_) return items;
  for (const auto& [key, item] : before_)
    if (hides_(key)) items.emplace(key, item);
  return items;
}

Task<Result<std::optional<Item>>> TornStore::get(Key key) {
  const Items old = hidden();
  if (const auto found = old.find(key); found != old.end()) co_return found->second;
  co_return co_await inner_.get(std::move(key));
}

Task<Result<std::vector<std::optional<Item>>>> TornStore::get_many(std::vector<Key> keys) {
  const Items old = hidden();
  CO_TRY(auto items, co_await inner_.get_many(keys));
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const auto found = old.find(keys[i]); found != old.end()) items[i] = found->second;
  co_return items;
}

// All that is in the range is read and torn, and then cut as it was asked for.
Task<Result<std::vector<Item>>> TornStore::query(Query query) {
  const Items old = hidden();
  if (old.empty()) co_return co_await inner_.query(std::move(query));
  Query everything = query;
  everything.after.clear();
  everything.backward = false;
  everything.limit = kMostQueried;
  everything.brief = false;
  std::vector<Item> items;
  for (bool more = true; more;) {
    CO_TRY(std::vector<Item> page, co_await inner_.query(everything));
    more = page.size() == kMostQueried;
    if (more) everything.after = index_key(page.back(), query.index);
    std::ranges::move(page, std::back_inserter(items));
  }
  std::erase_if(items, [&](const Item& item) { return old.contains(item.key); });
  for (const auto& [key, item] : old)
    if (item && is_in(query, *item)) items.push_back(*item);
  const auto order = [&](const Item& item) -> const std::string& { return index_key(item, query.index); };
  std::ranges::sort(items, {}, order);
  if (query.backward) std::ranges::reverse(items);
  if (!query.after.empty())
    std::erase_if(items, [&](const Item& item) {
      return query.backward ? order(item) >= query.after : order(item) <= query.after;
    });
  if (items.size() > query.limit) items.resize(query.limit);
  co_return items;
}

Task<Result<void>> TornStore::commit(std::vector<Write> writes) {
  Items before;
  for (const Write& write : writes) {
    if (std::holds_alternative<Check>(write)) continue;
    CO_TRY(before[key_of(write)], co_await inner_.get(key_of(write)));
  }
  CO_CHECK_OK(co_await inner_.commit(std::move(writes)));
  const std::lock_guard lock(mutex_);
  before_ = std::move(before);
  co_return Result<void>{};
}

}  // namespace doggy::store
