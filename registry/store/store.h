// The Store contract: ordered items under a partition, read by key or by range, written in one atomic transaction.
// It is DynamoDB's model, which SQLite fulfils in one file; store_contract.h is the suite that every adapter passes.
//
// All operations are thread-safe and complete on the calling coroutine's executor. A read sees every commit that was
// acknowledged before it began. Errors: kUnavailable (with retry_after) when the store cannot answer now, after which a
// commit may or may not have happened; the caller finds out by reading.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"

namespace doggy::store {

/// Partition and sort key, both non-empty UTF-8 of at most 1,024 bytes. Sort keys order by bytes.
struct Key {
  std::string pk;
  std::string sk;
  auto operator<=>(const Key&) const = default;
};

/// `body` is opaque to the store (canonical JSON by convention), at most 380,000 bytes. `label` is a short text the
/// caller can decide by without opening the body. `time` and `kind` are alternative sort keys in the same partition; an
/// empty one keeps the item out of that index. `expires_at` (Unix seconds, 0: never) lets the store remove the item
/// some time after; readers must still compare it themselves.
struct Item {
  Key key;
  std::uint64_t version = 0;
  std::string body = {};
  std::string label = {};
  std::string time = {};
  std::string kind = {};
  std::int64_t expires_at = 0;
  bool operator==(const Item&) const = default;
};

enum class Index { kPrimary, kTime, kKind };

/// Items of one partition whose key in `index` lies in [from, to). An empty `to` means no upper bound. `after`
/// continues after an item that an earlier page returned: its key in that index, exclusive, in the direction of travel.
/// Alternative keys are unique in a partition by convention (they end in the id).
struct Query {
  std::string pk;
  Index index = Index::kPrimary;
  std::string from = {};
  std::string to = {};
  std::string after = {};
  bool backward = false;
  std::size_t limit = 100;  // 1 to 1,000.
};

/// What must be true of the stored item for a write to happen.
struct Absent {};  // No item has this key.
struct VersionIs {
  std::uint64_t n;
};  // It is there with this version.
struct Any {};  // No condition.
using Condition = std::variant<Absent, VersionIs, Any>;

/// Creates or replaces the item.
struct Put {
  Item item;
  Condition condition;
};
/// Removes the item; removing what is not there under Any is fine.
struct Delete {
  Key key;
  Condition condition;
};
/// Writes nothing, but fails the transaction when the condition does not hold.
struct Check {
  Key key;
  Condition condition;
};
using Write = std::variant<Put, Delete, Check>;

class Store {
 public:
  virtual ~Store() = default;

  /// The item, or nothing.
  virtual Task<Result<std::optional<Item>>> get(Key key) = 0;

  /// The items that exist, in the order asked, nothing for the others. At most 100 keys.
  virtual Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) = 0;

  /// Up to `limit` items in order of the index. Fewer than `limit` means there are no more.
  virtual Task<Result<std::vector<Item>>> query(Query query) = 0;

  /// All writes or none, durable when it returns. Keys are distinct; at most transaction_limit() writes. Error:
  /// kConflict when a condition did not hold (nothing was written).
  virtual Task<Result<void>> commit(std::vector<Write> writes) = 0;

  /// The most writes one commit takes: at least 25.
  [[nodiscard]] virtual std::size_t transaction_limit() const = 0;

  /// Whether it can answer now, for readiness.
  virtual Task<Result<void>> ping() = 0;
};

}  // namespace doggy::store
