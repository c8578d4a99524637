// For tests: a store in which something else happens right before a commit, as when another request is quicker.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "registry/store/store.h"

namespace doggy::testing {

class InterruptedStore : public store::Store {
 public:
  /// `inner` outlives this.
  explicit InterruptedStore(store::Store& inner) : inner_(inner) {}

  /// Once, before the next commit that writes to a partition whose name begins so.
  void before_commit_to(std::string partition, std::function<void()> meanwhile) {
    partition_ = std::move(partition);
    meanwhile_ = std::move(meanwhile);
  }

  Task<Result<std::optional<store::Item>>> get(store::Key key) override { return inner_.get(std::move(key)); }
  Task<Result<std::vector<std::optional<store::Item>>>> get_many(std::vector<store::Key> keys) override {
    return inner_.get_many(std::move(keys));
  }
  Task<Result<std::vector<store::Item>>> query(store::Query query) override { return inner_.query(std::move(query)); }
  Task<Result<void>> commit(std::vector<store::Write> writes) override {
    if (meanwhile_ && std::ranges::any_of(writes, [this](const store::Write& one) { return writes_there(one); }))
      std::exchange(meanwhile_, {})();
    return inner_.commit(std::move(writes));
  }
  [[nodiscard]] std::size_t transaction_limit() const override { return inner_.transaction_limit(); }
  Task<Result<void>> ping() override { return inner_.ping(); }

 private:
  [[nodiscard]] bool writes_there(const store::Write& write) const {
    const auto* put = std::get_if<store::Put>(&write);
    return put != nullptr && put->item.key.pk.starts_with(partition_);
  }

  store::Store& inner_;
  std::string partition_;
  std::function<void()> meanwhile_;
};

}  // namespace doggy::testing
