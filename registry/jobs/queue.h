// Jobs as they are stored. A job is an item in one of 16 partitions, JOBS#0 to JOBS#15, with the sort key
// JOB#<due time>#<id>, so that what is due is the beginning of a partition and enqueuing is one write, which may be
// part of any transaction (a transactional outbox).
//
// A process that takes a job moves it, on the version it saw, to the end of its lease. Of several processes one
// succeeds, and when it dies the job is simply due again then. A dead letter stands at DEAD#<time>#<id> for 30 days.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "registry/jobs/job.h"
#include "registry/store/store.h"

namespace doggy::jobs {

inline constexpr unsigned kShards = 16;

/// The write that enqueues a job. Whoever commits it calls Runner::wake() after that, or the job waits for the next
/// look at the queue.
[[nodiscard]] store::Write enqueue(NewJob job);

/// Whether a write is one of those.
[[nodiscard]] bool is_enqueue(const store::Write& write);

/// A job in the store, or in the hands of this process.
struct Held {
  store::Key key;
  std::uint64_t version = 0;
  Job job;  // `attempt` counts those begun.
  std::optional<Timestamp> useless_after;
  bool secret = false;
};

/// How much there is.
struct Depth {
  std::size_t due = 0;                 // At most 1,000 a partition are counted.
  std::chrono::milliseconds oldest{};  // For how long the oldest has been due.
  std::size_t dead = 0;                // Likewise.
};

/// Thread-safe.
class Queue {
 public:
  /// `store` outlives this.
  Queue(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  /// Commits one job by itself.
  Task<Result<void>> put(NewJob job);

  /// Some jobs of a shard by due time, those that are not due yet among them.
  struct Page {
    std::vector<Held> jobs;
    std::string next;  // To ask for more; empty at the end.
  };
  /// The first, or the first after a page. A job that cannot be read is logged and left out.
  Task<Result<Page>> first(unsigned shard, std::size_t limit, std::string after = {});
  /// When a held job is due.
  [[nodiscard]] static Timestamp due(const Held& held);

  /// Takes the job for as long as `lease`, and counts the attempt. Nothing when somebody else was quicker.
  Task<Result<std::optional<Held>>> take(Held held, std::chrono::seconds lease);

  /// Ends a taken job. All three say whether it was still ours: a lease may have run out.
  Task<Result<bool>> finish(Held held);
  Task<Result<bool>> retry(Held held, std::chrono::milliseconds delay);
  Task<Result<bool>> bury(Held held, std::string reason);

  Task<Result<Depth>> depth();

 private:
  Task<Result<bool>> replace(Held held, std::optional<store::Item> by);

  store::Store& store_;
  const Clock clock_;
};

}  // namespace doggy::jobs
