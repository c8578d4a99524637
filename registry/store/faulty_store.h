// A store that fails when told to, around any other: for tests of what callers do then.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "registry/store/store.h"

namespace doggy::store {

/// What happens to an operation: it fails with kUnavailable before the inner store sees it, or after the inner store
/// has done it (the answer is lost), or it waits, before the inner store sees it, until release().
enum class Fault { kNone, kFailBefore, kFailAfter, kHold };

/// Thread-safe.
class FaultyStore : public Store {
 public:
  /// `inner` outlives this.
  explicit FaultyStore(Store& inner) : inner_(inner) {}

  /// The next operations of that sort meet these faults, one each, in this order; those after them meet none. Reads are
  /// get, get_many, query and ping.
  void plan_reads(std::vector<Fault> faults);
  void plan_commits(std::vector<Fault> faults);

  /// Lets all operations go on that a kHold holds.
  void release();
  [[nodiscard]] std::size_t held() const;

  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  [[nodiscard]] std::size_t transaction_limit() const override { return inner_.transaction_limit(); }
  [[nodiscard]] std::size_t transaction_bytes() const override { return inner_.transaction_bytes(); }
  Task<Result<void>> ping() override;

 private:
  using Plan = std::deque<Fault>;

  template <class T>
  Task<Result<T>> with_fault(Plan& plan, Task<Result<T>> operation);
  [[nodiscard]] Fault take(Plan& plan);
  Task<bool> hold();

  Store& inner_;
  mutable std::mutex mutex_;
  Plan reads_;                      // Guarded by mutex_.
  Plan commits_;                    // Likewise.
  std::vector<Resume<bool>> held_;  // Likewise.
};

}  // namespace doggy::store
