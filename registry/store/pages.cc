#include "registry/store/pages.h"

#include <algorithm>
#include <utility>

#include "platform/async/breather.h"

namespace doggy::store {
namespace {

constexpr std::size_t kMostOfFirstPage = 100;
constexpr std::size_t kPageBytes = std::size_t{1} << 20U;  // What a page should not be much larger than.

std::string key_in(const Item& item, Index index) {
  switch (index) {
    case Index::kPrimary:
      return item.key.sk;
    case Index::kTime:
      return item.time;
    case Index::kKind:
      return item.kind;
  }
  return {};
}

// How many items of the size of these make a page.
std::size_t fitting(const std::vector<Item>& items) {
  std::size_t bytes = 1;
  for (const Item& item : items) bytes += item.body.size() + item.label.size();
  return std::max<std::size_t>(1, kPageBytes * items.size() / bytes);
}

}  // namespace

Pages::Pages(Store& store, Query query) : store_(store), query_(std::move(query)), most_(query_.limit) {
  query_.limit = std::min(most_, kMostOfFirstPage);
}

Task<Result<std::vector<Item>>> Pages::next() {
  if (!first_) co_await breathe();
  first_ = false;
  auto items = co_await store_.query(query_);
  if (!items) co_return items;
  more_ = items->size() == query_.limit;
  if (more_) {
    query_.after = key_in(items->back(), query_.index);
    query_.limit = std::min(most_, fitting(*items));
  }
  co_return items;
}

}  // namespace doggy::store
