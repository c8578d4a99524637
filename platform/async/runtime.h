// The threads of a service: one event loop per core for connections, and a small pool for work that would block a loop
// (password hashing, compression of large bodies, file I/O).
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <memory>
#include <type_traits>
#include <vector>

#include "platform/async/job_outcome.h"
#include "platform/async/task.h"

namespace doggy {

class Runtime {
 public:
  /// `loops` event loops and `workers` blocking threads; at least one of each.
  Runtime(unsigned loops, unsigned workers);
  /// Ends the threads, and destroys what still waits; see destroy_coroutines().
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  [[nodiscard]] std::size_t loops() const { return loops_.size(); }
  [[nodiscard]] boost::asio::io_context& loop(std::size_t i);
  [[nodiscard]] boost::asio::thread_pool& workers();
  /// As many threads that give way to the event loops on a busy machine, for computing.
  [[nodiscard]] boost::asio::thread_pool& background();

  /// Runs every loop, loop 0 on the calling thread. Returns when stop() was called or no loop has work left.
  void run();

  /// Ends run() without waiting for what is under way. Thread-safe.
  void stop();

  /// Ends the blocking threads after what each is doing; jobs that still wait are not done. After run().
  void stop_workers();

  /// Destroys every coroutine that is suspended: what they refer to must still be there, and no other thread may resume
  /// one any more. Nothing runs afterwards; timers and sockets may be destroyed later. After stop_workers().
  void destroy_coroutines();

 private:
  class Loop;
  class Workers;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<Workers> background_;
};

/// Runs `job` on the blocking threads and returns its value on the caller's executor. An exception of the job is
/// thrown into the caller.
template <class Job>
auto offload(boost::asio::thread_pool& workers, Job job) -> Task<std::invoke_result_t<Job>> {
  using Outcome = JobOutcome<std::invoke_result_t<Job>>;
  Outcome outcome = co_await suspend<Outcome>([&workers, job = std::move(job)](Resume<Outcome> resume) mutable {
    boost::asio::post(workers,
                      [job = std::move(job), resume = std::move(resume)]() mutable { resume(Outcome::of(job)); });
  });
  co_return std::move(outcome).take();
}

/// Runs `task` on `threads` and returns its value on the caller's executor. An exception of the task is thrown into the
/// caller. For many small steps that would add up on an event loop, such as reading a long history.
template <class T>
auto run_on(boost::asio::thread_pool& threads, Task<T> task) -> Task<T> {
  using Outcome = JobOutcome<T>;
  Outcome outcome = co_await suspend<Outcome>([&threads, &task](Resume<Outcome> resume) {
    boost::asio::co_spawn(threads, std::move(task),
                          [resume = std::move(resume)](const std::exception_ptr& error, T value) mutable {
                            resume({.error = error, .value = std::make_unique<T>(std::move(value))});
                          });
  });
  co_return std::move(outcome).take();
}

}  // namespace doggy
