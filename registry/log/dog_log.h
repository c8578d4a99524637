// One append-only, hash-chained log per dog: every change is one entry with the dog's next sequence number, written in
// one transaction with what it changes. The log is the change feed, the revision history and the write audit.
//
// In the store: DOG#id/HEAD holds the last sequence number and hash (version = sequence number), DOG#id/LOG#n an entry:
// {"seq","at","by","action", <detail_name>: <detail>, "prev": hash of the entry before}. The hash of an entry is the
// SHA-256 of its body's bytes, in hex; the first entry's "prev" is empty.
//
// Changes of one dog that wait at the same time are committed together, so that a busy dog costs one disk flush a group
// and not one a change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/async/supervisor.h"
#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/circle/author.h"
#include "registry/store/store.h"

namespace doggy::log {

[[nodiscard]] std::string partition_of(const std::string& dog_id);  // "DOG#id"
[[nodiscard]] std::string entry_sort_key(std::uint64_t seq);        // "LOG#000000000042"
[[nodiscard]] store::Key head_key(const std::string& dog_id);

/// One entry of the log, and the writes that belong to it.
struct Change {
  std::string action;  // "record-created", "member-added", …
  circle::Author by;
  Timestamp at;
  std::string label;        // The entry's label in the store.
  std::string detail_name;  // Name and JSON text of what the entry holds.
  std::string detail;
  std::vector<store::Write> writes;
};

/// About how many bytes of items the change writes with its entry, rather too many: for operations that keep to
/// Store::transaction_bytes().
[[nodiscard]] std::size_t bytes_of(const Change& change);
/// The same of one of its writes.
[[nodiscard]] std::size_t bytes_of(const store::Write& write);

/// Something somebody wants changed. decide() is called when its turn has come, and again when another process was
/// quicker; it reads what it needs and says what changes.
class Operation {
 public:
  virtual ~Operation() = default;

  /// `first_seq` is the sequence number that the first change will get. No changes: nothing is to be done, which is a
  /// success. An error ends this operation alone.
  virtual Task<Result<std::vector<Change>>> decide(std::uint64_t first_seq) = 0;

  /// Sort keys that decide() reads or writes: operations that share one are never in the same transaction. What is not
  /// known before it has decided may be left out as long as it is only written: an operation that writes what one
  /// before it in the transaction writes is decided anew after that. Called once, like alone().
  [[nodiscard]] virtual std::vector<std::string> touches() const = 0;

  /// Whether it must have a transaction of its own.
  [[nodiscard]] virtual bool alone() const { return false; }
};

/// What has been committed: a dog's log has gone on, and these accounts and organizations have other dogs, or another
/// place with one.
struct Committed {
  std::string dog_id;
  std::vector<std::string> account_ids;
  std::vector<std::string> organization_ids;
};
/// Called after each commit, on any thread; must be quick and must not throw.
using Observer = std::function<void(const Committed&)>;

/// Thread-safe.
class DogLog {
 public:
  /// `store` outlives this. `on_failure` is told of exceptions that are nobody's operation's.
  explicit DogLog(store::Store& store, Observer observer = {}, Supervisor::OnFailure on_failure = {});
  ~DogLog();

  /// Begins the log of a new dog. Error: kConflict when the dog has one.
  Task<Result<void>> begin(std::string dog_id, Change change);

  /// Runs the operations in their order and returns their outcomes in that order; each is durable when its own outcome
  /// is a success. Errors: what decide() said; kNotFound for a dog without a log; kUnavailable. An exception, of
  /// decide()
  /// or of the commit, is thrown to those whose operation it ended; others go on.
  Task<std::vector<Result<void>>> run(std::string dog_id, std::vector<std::shared_ptr<Operation>> operations);

  /// The same for one.
  Task<Result<void>> run(std::string dog_id, std::shared_ptr<Operation> operation);

  /// The last sequence number. Error: kNotFound.
  Task<Result<std::uint64_t>> last_seq(std::string dog_id);

 private:
  struct Lane;

  /// Commits group after group until nothing waits for the dog.
  Task<void> drain(std::shared_ptr<Lane> lane);

  store::Store& store_;
  const Observer observer_;
  Supervisor lane_tasks_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Lane>> lanes_;  // Of the dogs that are being written to now.
};

}  // namespace doggy::log
