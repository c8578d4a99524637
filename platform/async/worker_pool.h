// A few threads for one kind of expensive work, with a bounded queue in front: when more is asked than they can do,
// callers are refused at once instead of waiting for minutes, and work whose client has left is not done at all.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "platform/async/job_outcome.h"
#include "platform/async/task.h"
#include "platform/error.h"

namespace doggy {

/// True once nobody waits for the result any more; null when that is not known.
using Abandoned = std::shared_ptr<const std::atomic<bool>>;

/// Thread-safe. Outlives the coroutines that wait for it.
class WorkerPool {
 public:
  struct Options {
    std::string name;             // Of the work, for the message of a refusal: "password hashing".
    unsigned threads = 1;         // At least one.
    std::size_t queue_limit = 1;  // Jobs that may wait, of all priorities together.
    unsigned normal_threads = 0;  // At most so many do jobs of kNormal at once; 0: all.
    bool background = false;      // Whether the threads give way to the event loops on a busy machine.
  };
  enum class Priority : std::uint8_t { kFirst, kNormal };
  enum class Verdict : std::uint8_t { kRun, kFull, kAbandoned, kStopped };
  /// Called once, on a thread of the pool, or on the caller's when it is not kRun.
  using Job = std::move_only_function<void(Verdict)>;

  explicit WorkerPool(Options options);
  /// Stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Ends the threads after what each is doing; jobs that still wait, and all that are submitted later, are called with
  /// kStopped. Not thread-safe.
  void stop();

  /// Queues the job. Of both priorities, kFirst gets three turns for each of kNormal, so that neither starves. A full
  /// queue makes room for kFirst by refusing the newest kNormal job.
  void submit(Priority priority, Abandoned abandoned, Job job);

  [[nodiscard]] const Options& options() const { return options_; }
  /// Jobs that wait now.
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Waiting {
    Abandoned abandoned;
    Job job;
  };

  void work();
  // What comes next: null when there is nothing to do. With mutex_ held, like the next.
  [[nodiscard]] std::deque<Waiting>* next_queue();
  [[nodiscard]] bool may_do_normal() const;

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> first_;
  std::deque<Waiting> normal_;
  unsigned first_in_a_row_ = 0;  // Guarded by mutex_.
  unsigned normal_running_ = 0;  // Likewise.
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

/// The error of work that a pool did not do: kUnavailable, with retry_after.
[[nodiscard]] Error not_done(const WorkerPool& pool, WorkerPool::Verdict verdict);

/// Runs `job` in the pool and returns its value on the caller's executor. Error: kUnavailable when the queue is full,
/// when the work was abandoned before its turn came, or when the pool ends. An exception of the job is thrown into the
/// caller.
template <class Job>
auto offload(WorkerPool& pool, WorkerPool::Priority priority, Abandoned abandoned, Job job)
    -> Task<Result<std::invoke_result_t<Job>>> {
  using T = std::invoke_result_t<Job>;
  struct Done {
    WorkerPool::Verdict verdict = WorkerPool::Verdict::kRun;
    JobOutcome<T> outcome = {};
  };
  Done done = co_await suspend<Done>(
      [&pool, priority, abandoned = std::move(abandoned), job = std::move(job)](Resume<Done> resume) mutable {
        auto run = [job = std::move(job), resume = std::move(resume)](WorkerPool::Verdict verdict) mutable {
          if (verdict == WorkerPool::Verdict::kRun)
            resume({.outcome = JobOutcome<T>::of(job)});
          else
            resume({.verdict = verdict});
        };
        pool.submit(priority, std::move(abandoned), std::move(run));
      });
  if (done.verdict != WorkerPool::Verdict::kRun) co_return std::unexpected(not_done(pool, done.verdict));
  co_return std::move(done.outcome).take();
}

}  // namespace doggy
