// The Store contract in memory, for unit tests: the simplest thing that is right.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

class MemoryStore : public Store, public Scan {
 public:
  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  [[nodiscard]] std::size_t transaction_limit() const override { return 1000; }
  Task<Result<void>> ping() override;
  Task<Result<ScanPage>> scan(std::string position, std::size_t limit) override;

  /// Everything, in order of key: for tests that look for what must not be stored.
  [[nodiscard]] std::vector<Item> all_items() const;

 private:
  mutable std::mutex mutex_;
  std::map<Key, Item> items_;
};

}  // namespace doggy::store
