// The one thread that writes. It takes all requests that wait, applies each whose conditions hold, commits them in one
// SQLite transaction, and only then answers: a disk flush is shared by everybody who waited for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/sqlite/health.h"
#include "platform/sqlite/open_marker.h"
#include "registry/store/sqlite/checkpointer.h"
#include "registry/store/sqlite/schema.h"
#include "registry/store/store.h"

namespace doggy::store::sqlite {

class Writer {
 public:
  struct Request {
    std::vector<Write> writes;  // None: a commit that changes nothing is tried.
    Resume<Result<void>> resume;
  };

  /// `database` is ready for writing, and `for_checkpoints` another connection to it. The log is merged when it has
  /// that many pages. What has expired before `now`, in unix seconds, is removed. `health` outlives this.
  Writer(Database database, Database for_checkpoints, int checkpoint_pages, std::function<std::int64_t()> now,
         sql::Health& health);
  /// Finishes what waits, and merges the log.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Thread-safe; the request is answered by its resume.
  void submit(Request request);

  /// Whether commits succeed: from the last one, or from one that is tried now. Thread-safe.
  void probe(Resume<Result<void>> resume);

 private:
  void work();
  // Whether large requests wait, as they do while the log is merged: what they write meanwhile would have to be merged
  // between two commits, and small ones would wait for that. With mutex_ held, like the next two.
  [[nodiscard]] bool holds_large() const;
  // Whether something may be written now.
  [[nodiscard]] bool may_write() const;
  // In turns: all small requests that wait, or one large one. A small one waits for one part of an import at most.
  void take_group(std::vector<Request>& group);
  void run_group(std::span<Request> group);
  // When the database refuses a group, its requests are tried one by one.
  [[nodiscard]] std::vector<Result<void>> try_group(std::span<Request> group);
  [[nodiscard]] std::vector<Result<void>> apply_group(std::span<Request> group);  // Throws Failure.
  [[nodiscard]] bool conditions_hold(const std::vector<Write>& writes);
  void apply(const Write& write);
  // Has the log merged into the database when it is long, after everybody was answered.
  void shorten_log();
  // A checkpoint has ended.
  void log_merged(bool success);
  /// Removes some of what has expired. Whether there may be more.
  bool purge_expired();

  const int checkpoint_pages_;
  const std::function<std::int64_t()> now_;
  sql::Health& health_;
  int log_pages_ = 0;  // In the write-ahead log after the last commit.
  Database database_;
  const sql::OpenMarker marker_;
  Statement begin_;
  Statement commit_;
  Statement version_;
  Statement put_;
  Statement delete_;
  Statement purge_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Request> waiting_;  // Guarded by mutex_.
  bool busy_ = false;             // Likewise; a group is under way.
  bool was_large_ = false;        // Likewise; the group before was a large request.
  bool merging_ = false;          // Likewise; the log is being merged.
  bool merged_ = false;           // Likewise; that has succeeded.
  bool stopping_ = false;         // Likewise.
  Checkpointer checkpointer_;
  std::thread thread_;
};

}  // namespace doggy::store::sqlite
