// Whether a database takes writes, for readiness: a disk that is full or read-only lets every read succeed.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "platform/error.h"
#include "platform/sqlite/database.h"

namespace doggy::sql {

/// Is told what operations came to, and says when a commit is to be tried because nobody made one. Logs when the
/// database stops to take writes, when it takes them again, and once when it turns out to be damaged. Thread-safe.
class Health {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  struct Options {
    std::string file;  // For the log.
    Clock clock = std::chrono::steady_clock::now;
    /// Called with each outcome of a commit.
    std::function<void(bool success)> outcome = [](bool) {};
  };

  explicit Health(Options options) : options_(std::move(options)) {}

  void committed();
  void commit_failed(const Failure& failure);
  /// Of reads only damage counts.
  void read_failed(const Failure& failure);

  /// What the last commit came to. Damage stays: what is written to a damaged file may be lost with it.
  [[nodiscard]] Result<void> state() const;
  [[nodiscard]] bool is_damaged() const;

  /// Whether the caller is to try a commit now, and report it here. At most once a second, so that whoever asks for
  /// readiness all the time does not keep the disk busy.
  [[nodiscard]] bool claim_trial();

 private:
  using Time = std::chrono::steady_clock::time_point;
  void note_damage(const Failure& failure);  // Under mutex_.

  const Options options_;
  mutable std::mutex mutex_;
  std::optional<Error> error_;  // Guarded by mutex_, like all below.
  bool damaged_ = false;
  std::optional<Time> last_success_;
  std::optional<Time> last_trial_;
};

}  // namespace doggy::sql
