#include "registry/store/query_all.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "registry/store/checks.h"

namespace doggy::store {

Task<Result<std::vector<Item>>> query_all(Store& store, Query query) {
  std::vector<Item> all;
  for (;;) {
    auto items = co_await store.query(query);
    if (!items) co_return std::unexpected(items.error());
    const bool more = items->size() == query.limit;
    std::ranges::move(*items, std::back_inserter(all));
    if (!more) co_return all;
    query.after = index_key(all.back(), query.index);
  }
}

}  // namespace doggy::store
