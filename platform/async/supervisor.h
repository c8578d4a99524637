// Work that nobody waits for: loops that run as long as the program, and work that finishes after the answer was sent.
// An exception is reported, a loop that threw is restarted after a pause, and the end of the program waits for all of
// it. Nothing else may start a coroutine and forget it; scripts/check_layers.py looks for that.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/async/task.h"

namespace doggy {

/// Thread-safe. May be destroyed before its tasks have ended.
class Supervisor {
 public:
  /// Told which task has thrown, and what; on any thread. Must not throw.
  using OnFailure = std::function<void(std::string_view task, std::string_view what)>;
  using Loop = std::function<Task<void>()>;

  /// The pauses before a loop that threw is restarted; see Backoff.
  struct Restart {
    std::chrono::milliseconds first{100};
    std::chrono::milliseconds longest{60'000};
  };

  explicit Supervisor(OnFailure on_failure);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// Runs what `loop` makes on `executor` until it returns; makes it again when it has thrown.
  void spawn(const boost::asio::any_io_executor& executor, std::string name, Loop loop, Restart restart);
  void spawn(const boost::asio::any_io_executor& executor, std::string name, Loop loop);

  /// Runs `task` on `executor` to its end, and calls `ended` there afterwards, whether it threw or not. `ended` must
  /// not throw.
  void spawn_once(const boost::asio::any_io_executor& executor, std::string name, Task<void> task,
                  std::move_only_function<void()> ended = {});

  /// For loops: waits that long, or until stop() is called. Returns whether to continue: false once it stops.
  Task<bool> sleep(std::chrono::milliseconds time);

  /// Wakes sleeping loops, restarts none, and calls `then` on `executor` as soon as every task has ended, at the
  /// latest after `grace`. Tasks that are begun meanwhile are waited for too.
  void stop(const boost::asio::any_io_executor& executor, std::chrono::milliseconds grace,
            std::move_only_function<void()> then);

 private:
  struct State;
  static Task<void> keep(std::shared_ptr<State> state, std::string name, Loop loop, Restart restart);
  static Task<bool> sleep_until_stopped(std::shared_ptr<State> state, std::chrono::milliseconds time);

  const std::shared_ptr<State> state_;
};

}  // namespace doggy
