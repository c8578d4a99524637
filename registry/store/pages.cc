#include "registry/store/pages.h"

#include <algorithm>
#include <utility>

#include "platform/async/breather.h"

namespace doggy::store {
namespace {

constexpr std::size_t kGrowth = 4;
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

}  // namespace

PageSize::PageSize(std::size_t most, std::size_t first) : most_(most), limit_(std::min(most, first)) {}

void PageSize::adapt(const std::vector<Item>& page) {
  std::size_t bytes = 1;
  for (const Item& item : page) bytes += item.body.size() + item.label.size();
  // Not much faster than that: what follows may be larger than what was met.
  const std::size_t most = std::min(most_, limit_ * kGrowth);
  limit_ = std::clamp<std::size_t>(kPageBytes * page.size() / bytes, 1, most);
}

Pages::Pages(Store& store, Query query) : store_(store), query_(std::move(query)), size_(query_.limit) {}

Task<Result<std::vector<Item>>> Pages::next() {
  if (!first_) co_await breathe();
  first_ = false;
  query_.limit = size_.limit();
  auto items = co_await store_.query(query_);
  if (!items) co_return items;
  more_ = items->size() == query_.limit;
  if (more_) {
    query_.after = key_in(items->back(), query_.index);
    size_.adapt(*items);
  }
  co_return items;
}

}  // namespace doggy::store
