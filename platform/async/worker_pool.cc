#include "platform/async/worker_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "platform/async/priority.h"

namespace doggy {
namespace {

constexpr unsigned kFirstInARow = 3;

}  // namespace

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
  for (unsigned i = 0; i < std::max(1U, options_.threads); ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();  // Joins them.
  for (auto* queue : {&first_, &normal_})
    for (Waiting& waiting : std::exchange(*queue, {})) waiting.job(Verdict::kStopped);
}

void WorkerPool::submit(Priority priority, Abandoned abandoned, Job job) {
  Verdict refused = Verdict::kRun;
  std::optional<Job> displaced;
  {
    const std::lock_guard lock(mutex_);
    const bool full = first_.size() + normal_.size() >= options_.queue_limit;
    if (stopping_) {
      refused = Verdict::kStopped;
    } else if (full && (priority == Priority::kNormal || normal_.empty())) {
      refused = Verdict::kFull;
    } else {
      if (full) {
        displaced = std::move(normal_.back().job);
        normal_.pop_back();
      }
      auto& queue = priority == Priority::kFirst ? first_ : normal_;
      queue.push_back({.abandoned = std::move(abandoned), .job = std::exchange(job, nullptr)});
    }
  }
  if (refused != Verdict::kRun) return job(refused);
  wake_.notify_one();
  if (displaced) (*displaced)(Verdict::kFull);
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return first_.size() + normal_.size();
}

void WorkerPool::work() {
  if (options_.background) lower_thread_priority();
  std::unique_lock lock(mutex_);
  for (;;) {
    std::deque<Waiting>* queue = nullptr;
    wake_.wait(lock, [&] {
      if (!stopping_) queue = next_queue();
      return stopping_ || queue != nullptr;
    });
    if (stopping_) return;
    const bool normal = queue == &normal_;
    first_in_a_row_ = normal ? 0 : first_in_a_row_ + 1;
    if (normal) ++normal_running_;
    Waiting next = std::move(queue->front());
    queue->pop_front();
    lock.unlock();
    const bool abandoned = next.abandoned && next.abandoned->load(std::memory_order_relaxed);
    next.job(abandoned ? Verdict::kAbandoned : Verdict::kRun);
    next.job = nullptr;  // What it holds goes while nobody waits for the lock.
    lock.lock();
    if (normal) --normal_running_;
  }
}

bool WorkerPool::may_do_normal() const {
  return !normal_.empty() && (options_.normal_threads == 0 || normal_running_ < options_.normal_threads);
}

std::deque<WorkerPool::Waiting>* WorkerPool::next_queue() {
  if (may_do_normal() && (first_.empty() || first_in_a_row_ >= kFirstInARow)) return &normal_;
  return first_.empty() ? nullptr : &first_;
}

Error not_done(const WorkerPool& pool, WorkerPool::Verdict verdict) {
  Error error{.code = Code::kUnavailable, .detail = {}};
  error.retry_after = std::chrono::seconds(1);
  switch (verdict) {
    case WorkerPool::Verdict::kRun:
    case WorkerPool::Verdict::kStopped:
      error.detail = "The server is shutting down.";
      break;
    case WorkerPool::Verdict::kFull:
      error.detail = fmt::format("Too many requests need {} right now. Try again in a moment.", pool.options().name);
      break;
    case WorkerPool::Verdict::kAbandoned:
      error.detail = "The client closed the connection before its turn came.";
      break;
  }
  return error;
}

}  // namespace doggy
