#include "registry/store/checks.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace doggy::store {
namespace {

constexpr std::size_t kLongestKey = 1024;
constexpr std::size_t kLongestLabel = 4096;
constexpr std::size_t kLargestBody = 380'000;
constexpr std::uint64_t kHighestVersion = std::numeric_limits<std::int64_t>::max();

void check_item(const Item& item) {
  if (item.body.size() > kLargestBody) throw std::logic_error("store: a body is too large");
  if (item.label.size() > kLongestLabel) throw std::logic_error("store: a label is too long");
  if (item.time.size() > kLongestKey || item.kind.size() > kLongestKey)
    throw std::logic_error("store: an alternative key is too long");
  if (item.version > kHighestVersion) throw std::logic_error("store: a version is out of range");
}

}  // namespace

void check_key(const Key& key) {
  if (key.pk.empty() || key.sk.empty() || key.pk.size() > kLongestKey || key.sk.size() > kLongestKey)
    throw std::logic_error("store: a key part is empty or too long");
}

void check_keys(const std::vector<Key>& keys) {
  if (keys.size() > kMostKeys) throw std::logic_error("store: get_many takes at most 100 keys");
  std::ranges::for_each(keys, check_key);
}

void check_query(const Query& query) {
  if (query.pk.empty()) throw std::logic_error("store: a query names a partition");
  if (query.limit < 1 || query.limit > 1000) throw std::logic_error("store: a query's limit is 1 to 1,000");
}

void check_scan(std::size_t limit) {
  if (limit < 1 || limit > 1000) throw std::logic_error("store: a scan's limit is 1 to 1,000");
}

void check_writes(const std::vector<Write>& writes, std::size_t limit) {
  if (writes.empty() || writes.size() > limit)
    throw std::logic_error("store: too few or too many writes in one commit");
  std::vector<const Key*> keys;
  keys.reserve(writes.size());
  for (const Write& write : writes) {
    check_key(key_of(write));
    keys.push_back(&key_of(write));
    if (const auto* put = std::get_if<Put>(&write)) check_item(put->item);
  }
  std::ranges::sort(keys, {}, [](const Key* key) -> const Key& { return *key; });
  const auto same = [](const Key* a, const Key* b) { return *a == *b; };
  if (std::ranges::adjacent_find(keys, same) != keys.end()) throw std::logic_error("store: a key twice in one commit");
}

const Key& key_of(const Write& write) {
  if (const auto* put = std::get_if<Put>(&write)) return put->item.key;
  if (const auto* gone = std::get_if<Delete>(&write)) return gone->key;
  return std::get<Check>(write).key;
}

const Condition& condition_of(const Write& write) {
  return std::visit([](const auto& one) -> const Condition& { return one.condition; }, write);
}

bool holds(const Condition& condition, std::optional<std::uint64_t> version) {
  if (std::holds_alternative<Absent>(condition)) return !version;
  if (const auto* wanted = std::get_if<VersionIs>(&condition)) return version == wanted->n;
  return true;
}

const std::string& index_key(const Item& item, Index index) {
  switch (index) {
    case Index::kPrimary:
      return item.key.sk;
    case Index::kTime:
      return item.time;
    case Index::kKind:
      return item.kind;
  }
  throw std::logic_error("store: no such index");
}

}  // namespace doggy::store
