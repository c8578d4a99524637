#include "registry/store/query_all.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/try.h"
#include "registry/store/pages.h"

namespace doggy::store {

Task<Result<std::vector<Item>>> query_all(Store& store, Query query) {
  std::vector<Item> all;
  Pages pages(store, std::move(query));
  while (pages.more()) {
    CO_TRY(auto items, co_await pages.next());
    std::ranges::move(items, std::back_inserter(all));
  }
  co_return all;
}

}  // namespace doggy::store
