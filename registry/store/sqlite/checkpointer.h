// Merges the write-ahead log into the database on a thread of its own: copying megabytes and flushing them takes tens
// of milliseconds, which commits would otherwise wait for.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "registry/store/sqlite/schema.h"

namespace doggy::store::sqlite {

/// Thread-safe.
class Checkpointer {
 public:
  /// `database` is a connection that nobody else uses. `ended` is called on the thread after each checkpoint, with
  /// whether it succeeded.
  Checkpointer(Database database, std::function<void(bool)> ended);
  /// Waits for the checkpoint that is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Starts a checkpoint of what has been committed so far. Commits that come meanwhile are still in the log only: it
  /// is reused once they are merged, too. Not before `ended` was called for the last one.
  void start();

  /// Waits until no checkpoint is under way.
  void wait();

 private:
  void work();

  Database database_;
  const std::function<void(bool)> ended_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;    // Guarded by mutex_; stays set until the checkpoint has ended.
  bool stopping_ = false;  // Likewise.
  std::thread thread_;
};

/// Merges as much of the log as no reader needs. Whether that succeeded; a failure is logged.
bool checkpoint(Database& database);

}  // namespace doggy::store::sqlite
