// What every adapter of the Store contract must do, as one suite of tests. An adapter's test program links
// registry_store_contract and says how to make an empty store:
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
//                            ::testing::Values(StoreMaker([] { return std::make_shared<MemoryStore>(); })));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/store/store.h"

namespace doggy::store {

/// Makes a store without items; what else it needs (a folder, a server) lives as long as it.
using StoreMaker = std::function<std::shared_ptr<Store>()>;

/// The value, for calls that must not fail.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Writes as commit() takes them, without the copies that braces make.
template <class... W>
std::vector<Write> writes_of(W... writes) {
  std::vector<Write> all;
  (all.emplace_back(std::move(writes)), ...);
  return all;
}

class StoreContract : public testing::TestWithParam<StoreMaker> {
 protected:
  [[nodiscard]] Store& store() { return *store_; }

  /// Each on a loop of its own, which ends before they return.
  Result<void> commit(std::vector<Write> writes) { return run_task(store_->commit(std::move(writes))); }
  std::optional<Item> get(Key key) { return must(run_task(store_->get(std::move(key)))); }
  std::vector<Item> query(Query query) { return must(run_task(store_->query(std::move(query)))); }

  void put(Item item) { must(commit({Put{std::move(item), Any{}}})); }
  void put_all(std::vector<Item> items);
  /// Of what the query finds.
  std::vector<std::string> sort_keys(Query query);

 private:
  const std::shared_ptr<Store> store_ = GetParam()();
};

}  // namespace doggy::store
