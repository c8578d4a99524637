// A thread that takes one step after the other.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "platform/error.h"

namespace doggy::analyzer {

class Loop {
 public:
  /// Calls `step` again and again: at once while it returns true, else when woken or after `idle`. After an error or an
  /// exception, which are logged, after `idle` as well.
  Loop(std::string name, std::function<Result<bool>()> step, std::chrono::milliseconds idle);
  /// Ends after the step under way.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// There may be something to do. Thread-safe.
  void wake();

 private:
  void run();
  bool step_once();

  const std::string name_;
  const std::function<Result<bool>()> step_;
  const std::chrono::milliseconds idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;     // Guarded by mutex_.
  bool stopping_ = false;  // Likewise.
  std::thread thread_;
};

}  // namespace doggy::analyzer
