// The one thread that writes. It takes all requests that wait, applies each whose conditions hold, commits them in one
// SQLite transaction, and only then answers: a disk flush is shared by everybody who waited for it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/sqlite/schema.h"
#include "registry/store/store.h"

namespace doggy::store::sqlite {

class Writer {
 public:
  struct Request {
    std::vector<Write> writes;
    Resume<Result<void>> resume;
  };

  /// `database` is ready for writing.
  explicit Writer(Database database);
  /// Finishes what waits.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Thread-safe; the request is answered by its resume.
  void submit(Request request);

 private:
  void work();
  void run_group(std::span<Request> group);
  // When the database refuses a group, its requests are tried one by one.
  [[nodiscard]] std::vector<Result<void>> try_group(std::span<Request> group);
  [[nodiscard]] std::vector<Result<void>> apply_group(std::span<Request> group);  // Throws Failure.
  [[nodiscard]] bool conditions_hold(const std::vector<Write>& writes);
  void apply(const Write& write);
  // Merges the log into the database, after everybody was answered.
  void checkpoint();
  /// Removes some of what has expired. Whether there may be more.
  bool purge_expired();

  int log_pages_ = 0;  // In the write-ahead log after the last commit.
  Database database_;
  Statement begin_;
  Statement commit_;
  Statement version_;
  Statement put_;
  Statement delete_;
  Statement purge_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Request> waiting_;  // Guarded by mutex_.
  bool stopping_ = false;         // Likewise.
  std::thread thread_;
};

}  // namespace doggy::store::sqlite
