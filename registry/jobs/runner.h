// Runs jobs: looks for what is due, hands it to the handler of its kind, tries again what may succeed later and keeps
// what will not. Any number of processes may run on one store.
//
// Metrics: doggy_jobs_attempts_total{kind,outcome} (done, again, dead), doggy_jobs_due, doggy_jobs_oldest_seconds,
// doggy_jobs_dead, doggy_jobs_running.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "platform/async/runtime.h"
#include "platform/observe/metrics.h"
#include "registry/jobs/job.h"
#include "registry/store/store.h"

namespace doggy::jobs {

struct Options {
  std::chrono::milliseconds look_every = std::chrono::seconds(5);          // For what other processes left or enqueued.
  std::chrono::milliseconds rest_between = std::chrono::milliseconds(50);  // However often it is woken.
  std::chrono::seconds measure_every = std::chrono::seconds(15);
  unsigned at_once = 16;  // Jobs running in this process.
};

/// Thread-safe but for handle().
class Runner {
 public:
  /// `store` and `metrics` outlive this.
  Runner(store::Store& store, Clock clock, observe::Metrics& metrics, Options options = {});
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Says who does jobs of this kind: before the first job runs. What the handler uses outlives the event loops. Jobs
  /// of a kind that nobody does wait: another version of the program may know it.
  void handle(std::string kind, Handler handler, Effort effort = {});

  /// Commits one job by itself and wakes. To enqueue in another transaction: jobs::enqueue() and wake().
  Task<Result<void>> enqueue(NewJob job);

  /// There may be something to do now. Cheap, so that it may be called for whatever may have enqueued a job.
  void wake();

  /// Works on the event loops of `runtime`, which outlives this, until drain(). The loops have ended when this is
  /// destroyed.
  void start(Runtime& runtime);

  /// Takes nothing more, and calls `then` on an event loop as soon as what is running has ended, at the latest after
  /// `grace`: what runs longer is begun anew after its lease. Calls it at once when start() was not called.
  void drain(std::chrono::milliseconds grace, std::function<void()> then);

  /// Does everything that is due, one after the other, and says how many attempts that were: for tests and for
  /// programs that do one thing.
  Task<std::size_t> run_due();

 private:
  struct State;
  struct Work;
  const std::shared_ptr<State> state_;
};

}  // namespace doggy::jobs
