// For tests: a store where something happens between what a write decides by and its commit.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "registry/store/store.h"

namespace doggy::testing {

/// Around any other store, which outlives it.
class InterruptedStore : public store::Store {
 public:
  explicit InterruptedStore(store::Store& inner) : inner_(inner) {}

  /// Called once, before the next commit.
  void before_next_commit(std::function<Task<void>()> interrupt) { interrupt_ = std::move(interrupt); }

  Task<Result<std::optional<store::Item>>> get(store::Key key) override { return inner_.get(std::move(key)); }
  Task<Result<std::vector<std::optional<store::Item>>>> get_many(std::vector<store::Key> keys) override {
    return inner_.get_many(std::move(keys));
  }
  Task<Result<std::vector<store::Item>>> query(store::Query query) override { return inner_.query(std::move(query)); }
  Task<Result<void>> commit(std::vector<store::Write> writes) override {
    if (const auto interrupt = std::exchange(interrupt_, nullptr)) co_await interrupt();
    co_return co_await inner_.commit(std::move(writes));
  }
  [[nodiscard]] std::size_t transaction_limit() const override { return inner_.transaction_limit(); }
  [[nodiscard]] std::size_t transaction_bytes() const override { return inner_.transaction_bytes(); }
  Task<Result<void>> ping() override { return inner_.ping(); }

 private:
  store::Store& inner_;
  std::function<Task<void>()> interrupt_;
};

}  // namespace doggy::testing
