// The Store contract: ordered items under a partition, read by key or by range, written in one atomic transaction.
// It is DynamoDB's model, which SQLite fulfils in one file; store_contract.h is the suite that every adapter passes.
//
// All operations are thread-safe and complete on the calling coroutine's executor. A read sees every commit that was
// acknowledged before it began. Only single items are read as of one instant: get_many and query may see one half of a
// transaction that is committed meanwhile.
//
// Errors: kUnavailable (with retry_after) when the store cannot answer now, after which a commit may or may not have
// happened; the caller finds out by reading. An argument outside the limits below (an empty key, a limit of 0, a key
// twice in one transaction) is a bug of the caller and throws std::logic_error before anything is read or written.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"

namespace doggy::store {

/// Partition and sort key, both non-empty UTF-8 of at most 1,024 bytes. Keys of every index order by bytes, the shorter
/// first where one begins the other.
struct Key {
  std::string pk;
  std::string sk;
  auto operator<=>(const Key&) const = default;
};

/// `version` is the writer's to raise, at most 2^63 - 1: the store keeps and compares it. `body` is opaque bytes
/// (canonical JSON by convention), at most 380,000. `label` is a UTF-8 text of at most 4,096 bytes that the caller can
/// decide by without opening the body. `time` and `kind` are alternative sort keys in the same partition, like `sk` but
/// for one thing: an empty one keeps the item out of that index. `expires_at` (Unix seconds, 0: never) lets the store
/// remove the item some time after, never before; readers must still compare it themselves.
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

/// Items of one partition whose key in `index` lies in [from, to). An empty `to` means no upper bound; `from` and `to`
/// mean the same in both directions. `after` continues after an item that an earlier page returned: its key in that
/// index, exclusive, in the direction of travel. The item need not be there any more. Alternative keys are unique in a
/// partition by convention (they end in the id); the pages of others may leave items out.
struct Query {
  std::string pk;
  Index index = Index::kPrimary;
  std::string from = {};
  std::string to = {};
  std::string after = {};
  bool backward = false;
  std::size_t limit = 100;  // 1 to 1,000.
  /// Whether body, label and the key in `index` are all that is wanted; the other fields of the items are then empty.
  bool brief = false;
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

/// How many keys get_many takes.
inline constexpr std::size_t kMostKeys = 100;

class Store {
 public:
  virtual ~Store() = default;

  /// The item, or nothing.
  virtual Task<Result<std::optional<Item>>> get(Key key) = 0;

  /// One entry for each key, in the order asked: the item, or nothing. At most kMostKeys, of any partitions;
  /// they may repeat.
  virtual Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) = 0;

  /// Up to `limit` items in order of the index. Fewer than `limit` means there are no more.
  virtual Task<Result<std::vector<Item>>> query(Query query) = 0;

  /// All writes or none, durable when it returns. Keys are distinct, of any partitions; 1 to transaction_limit()
  /// writes, whose order does not matter. Error: kConflict when a condition did not hold (nothing was written).
  virtual Task<Result<void>> commit(std::vector<Write> writes) = 0;

  /// The most writes one commit takes: at least 25.
  [[nodiscard]] virtual std::size_t transaction_limit() const = 0;

  /// About how many bytes of items one commit takes, for callers that may put several things into one or not. More is
  /// kTooLarge.
  [[nodiscard]] virtual std::size_t transaction_bytes() const { return std::numeric_limits<std::size_t>::max(); }

  /// Whether it can answer now, for readiness.
  virtual Task<Result<void>> ping() = 0;
};

}  // namespace doggy::store
