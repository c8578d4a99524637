// A query whose answer is as many pages as it takes: the one place where partitions are read to their end. Between two
// pages everything else on the event loop has its turn, and pages get smaller where items are large, so that reading
// a long history neither holds up others nor needs much memory.
#pragma once

#include <cstddef>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/try.h"
#include "registry/store/store.h"

namespace doggy::store {

/// How many items the next page should have: few at first, then as many of the size that was met as make about 1 MiB.
class PageSize {
 public:
  static constexpr std::size_t kFirst = 16;
  explicit PageSize(std::size_t most, std::size_t first = kFirst);
  [[nodiscard]] std::size_t limit() const { return limit_; }
  /// After a page that is not empty.
  void adapt(const std::vector<Item>& page);

 private:
  std::size_t most_;
  std::size_t limit_;
};

/// For one coroutine.
///
///   store::Pages pages(store, query);
///   while (pages.more()) {
///     CO_TRY(auto items, co_await pages.next());
///     …
///   }
class Pages {
 public:
  /// `query.limit` is the most items of a page. `store` outlives this.
  Pages(Store& store, Query query);

  /// Whether next() may have items.
  [[nodiscard]] bool more() const { return more_; }
  /// The next page, which may be empty. Error: kUnavailable.
  Task<Result<std::vector<Item>>> next();

 private:
  Store& store_;
  Query query_;
  PageSize size_;
  bool more_ = true;
  bool first_ = true;
};

/// Calls `use` with each page, a std::vector<Item> that it may take. Error: kUnavailable.
template <class Use>
Task<Result<void>> for_each_page(Store& store, Query query, Use use) {
  Pages pages(store, std::move(query));
  while (pages.more()) {
    CO_TRY(auto items, co_await pages.next());
    use(std::move(items));
  }
  co_return Result<void>{};
}

}  // namespace doggy::store
