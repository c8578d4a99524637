// Merges the write-ahead log into the database on a thread of its own: copying megabytes and flushing them takes tens
// of milliseconds, which commits would otherwise wait for.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "registry/store/sqlite/schema.h"

namespace doggy::store::sqlite {

/// Thread-safe.
class Checkpointer {
 public:
  /// `database` is a connection that nobody else uses.
  explicit Checkpointer(Database database);
  /// Waits for the checkpoint that is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Whether a checkpoint has succeeded since the last call that returned true; otherwise starts one of what has been
  /// committed so far, unless one is under way. Commits that came meanwhile are still in the log only: it is reused
  /// once they are merged, too.
  [[nodiscard]] bool take_success_or_start();

  /// Waits until no checkpoint is under way.
  void wait();

 private:
  void work();

  Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;     // Guarded by mutex_; stays set until the checkpoint has ended.
  bool succeeded_ = false;  // Likewise.
  bool stopping_ = false;   // Likewise.
  std::thread thread_;
};

/// Merges as much of the log as no reader needs. Whether that succeeded; a failure is logged.
bool checkpoint(Database& database);

}  // namespace doggy::store::sqlite
