#include "registry/store/checks.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace doggy::store {
namespace {

constexpr std::size_t kLongestKey = 1024;
constexpr std::size_t kLargestBody = 380'000;

void check_key(const Key& key) {
  if (key.pk.empty() || key.sk.empty() || key.pk.size() > kLongestKey || key.sk.size() > kLongestKey)
    throw std::logic_error("store: a key part is empty or too long");
}

}  // namespace

void check_keys(const std::vector<Key>& keys) {
  if (keys.size() > 100) throw std::logic_error("store: get_many takes at most 100 keys");
  std::ranges::for_each(keys, check_key);
}

void check_query(const Query& query) {
  if (query.pk.empty()) throw std::logic_error("store: a query names a partition");
  if (query.limit < 1 || query.limit > 1000) throw std::logic_error("store: a query's limit is 1 to 1,000");
}

void check_writes(const std::vector<Write>& writes, std::size_t limit) {
  if (writes.empty() || writes.size() > limit)
    throw std::logic_error("store: too few or too many writes in one commit");
  std::set<Key> keys;
  for (const Write& write : writes) {
    check_key(key_of(write));
    if (!keys.insert(key_of(write)).second) throw std::logic_error("store: a key twice in one commit");
    const auto* put = std::get_if<Put>(&write);
    if (put != nullptr && put->item.body.size() > kLargestBody) throw std::logic_error("store: a body is too large");
  }
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
