// A thread that runs one step after another.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "platform/error.h"
#include "platform/time/backoff.h"

namespace doggy::analyzer {

class Loop {
 public:
  /// Gets the loop's name and what its step threw; must not throw.
  using OnFailure = std::function<void(std::string_view loop, std::string_view what)>;

  /// Calls `step` again and again: at once while it returns true, else when woken or after `idle`. After an error,
  /// which is logged, or an exception, when woken or after a pause that grows from `idle` to ten times as long.
  Loop(std::string name, std::function<Result<bool>()> step, std::chrono::milliseconds idle, OnFailure on_failure);
  /// Waits for the current step.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// There may be something to do. Thread-safe.
  void wake();

 private:
  void run();
  // How long to wait before the next step.
  std::chrono::milliseconds step_once();

  const std::string name_;
  const std::function<Result<bool>()> step_;
  const std::chrono::milliseconds idle_;
  const OnFailure on_failure_;
  Backoff backoff_;  // Of the thread.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;     // Guarded by mutex_.
  bool stopping_ = false;  // Likewise.
  std::thread thread_;
};

}  // namespace doggy::analyzer
