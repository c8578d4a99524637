// A connection for reading, with its statements. Used by one thread at a time.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/store/sqlite/schema.h"
#include "registry/store/store.h"

namespace doggy::store::sqlite {

class Reader {
 public:
  explicit Reader(const std::string& path);

  /// All throw Failure.
  [[nodiscard]] std::optional<Item> get(const Key& key);
  [[nodiscard]] std::vector<Item> query(const Query& query);
  /// Items after the key, in their order.
  [[nodiscard]] std::vector<Item> scan(const Key& after, std::size_t limit);

 private:
  Database database_;
  Statement get_;
  std::array<std::array<Statement, 2>, 3> query_;  // By index, then forward and backward.
};

}  // namespace doggy::store::sqlite
