// The Store contract in memory, for unit tests: the simplest thing that is right.
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <mutex>
#include <vector>

#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

class MemoryStore : public Store, public Scan {
 public:
  /// What one commit takes.
  struct Limits {
    std::size_t writes = 1000;
    std::size_t bytes = std::numeric_limits<std::size_t>::max();
  };
  MemoryStore() : MemoryStore(Limits{}) {}
  explicit MemoryStore(Limits limits) : limits_(limits) {}

  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  [[nodiscard]] std::size_t transaction_limit() const override { return limits_.writes; }
  [[nodiscard]] std::size_t transaction_bytes() const override { return limits_.bytes; }
  Task<Result<void>> ping() override;
  Task<Result<ScanPage>> scan(std::string position, std::size_t limit) override;

  /// Everything, in order of key: for tests that look for what must not be stored.
  [[nodiscard]] std::vector<Item> all_items() const;

 private:
  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<Key, Item> items_;
};

}  // namespace doggy::store
