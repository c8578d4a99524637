// A store that is torn while told to be, around any other: reads see what the last transaction wrote only in part, as
// store.h allows for a transaction that is being committed. For tests of what readers make of it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "registry/store/store.h"

namespace doggy::store {

/// Thread-safe.
class TornStore : public Store {
 public:
  /// `inner` outlives this.
  explicit TornStore(Store& inner) : inner_(inner) {}

  /// From now until mend(), reads see those items of the last commit whose key `hides` says as they were before it.
  void tear(std::function<bool(const Key&)> hides);
  void mend();

  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  [[nodiscard]] std::size_t transaction_limit() const override { return inner_.transaction_limit(); }
  [[nodiscard]] std::size_t transaction_bytes() const override { return inner_.transaction_bytes(); }
  Task<Result<void>> ping() override { return inner_.ping(); }

 private:
  using Items = std::map<Key, std::optional<Item>>;

  /// The items of the last commit that are hidden now, as they were.
  [[nodiscard]] Items hidden() const;

  Store& inner_;
  mutable std::mutex mutex_;
  Items before_;                           // What the last commit changed. Guarded by mutex_.
  std::function<bool(const Key&)> hides_;  // Likewise.
};

}  // namespace doggy::store
