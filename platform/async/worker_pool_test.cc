#include "platform/async/worker_pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/async/run_task.h"

namespace doggy {
namespace {

using namespace std::chrono_literals;
using Priority = WorkerPool::Priority;
using Verdict = WorkerPool::Verdict;

// Keeps the only thread of a pool busy until released.
class Busy {
 public:
  explicit Busy(WorkerPool& pool) {
    // The thread may leave wait() after this is gone.
    pool.submit(Priority::kFirst, nullptr, [latches = latches_](Verdict) {
      latches->started.count_down();
      latches->release.wait();
    });
    latches_->started.wait();
  }
  ~Busy() { release(); }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  void release() {
    if (!std::exchange(released_, true)) latches_->release.count_down();
  }

 private:
  struct Latches {
    std::latch started{1};
    std::latch release{1};
  };
  const std::shared_ptr<Latches> latches_ = std::make_shared<Latches>();
  bool released_ = false;
};

TEST(WorkerPool, ReturnsTheJobsValue) {
  WorkerPool pool({.name = "sums", .threads = 2, .queue_limit = 4});
  auto result = run_task(offload(pool, Priority::kNormal, nullptr, [] { return 42; }));
  EXPECT_EQ(result, 42);
}

TEST(WorkerPool, ThrowsTheJobsExceptionIntoTheCaller) {
  WorkerPool pool({.name = "sums", .threads = 1, .queue_limit = 1});
  EXPECT_THROW(
      (void)run_task(offload(pool, Priority::kNormal, nullptr, []() -> int { throw std::runtime_error("no"); })),
      std::runtime_error);
}

TEST(WorkerPool, RefusesWhatItsQueueHasNoRoomFor) {
  WorkerPool pool({.name = "password hashing", .threads = 1, .queue_limit = 1});
  Busy busy(pool);
  std::promise<Verdict> waiting;
  pool.submit(Priority::kNormal, nullptr, [&](Verdict verdict) { waiting.set_value(verdict); });

  auto refused = run_task(offload(pool, Priority::kNormal, nullptr, [] { return 1; }));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kUnavailable);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(1));
  EXPECT_NE(refused.error().detail.find("password hashing"), std::string::npos);

  busy.release();
  EXPECT_EQ(waiting.get_future().get(), Verdict::kRun);
}

TEST(WorkerPool, ServesThePreferredFirstAndMakesRoomForThem) {
  WorkerPool pool({.name = "sums", .threads = 1, .queue_limit = 2});
  std::vector<std::string> order;
  std::latch done(3);
  const auto note = [&](std::string name) {
    return [&order, &done, name = std::move(name)](Verdict verdict) {
      order.push_back(verdict == Verdict::kRun ? name : name + " refused");
      done.count_down();
    };
  };
  Busy busy(pool);
  pool.submit(Priority::kNormal, nullptr, note("stranger 1"));
  pool.submit(Priority::kNormal, nullptr, note("stranger 2"));
  pool.submit(Priority::kFirst, nullptr, note("friend"));
  busy.release();
  done.wait();
  EXPECT_EQ(order, (std::vector<std::string>{"stranger 2 refused", "friend", "stranger 1"}));
}

TEST(WorkerPool, ThePreferredDoNotStarveTheOthers) {
  WorkerPool pool({.name = "sums", .threads = 1, .queue_limit = 10});
  std::string order;
  std::latch done(6);
  Busy busy(pool);
  for (int i = 0; i < 5; ++i)
    pool.submit(Priority::kFirst, nullptr, [&](Verdict) {
      order += 'f';
      done.count_down();
    });
  pool.submit(Priority::kNormal, nullptr, [&](Verdict) {
    order += 'n';
    done.count_down();
  });
  busy.release();
  done.wait();
  EXPECT_EQ(order, "ffnfff") << "the first turn was that of the busy one";
}

TEST(WorkerPool, LeavesThreadsForThePreferredAlone) {
  WorkerPool pool({.name = "sums", .threads = 2, .queue_limit = 10, .normal_threads = 1});
  std::latch started(1);
  std::latch release(1);
  std::latch ended(2);
  std::string order;
  for (int i = 0; i < 2; ++i)
    pool.submit(Priority::kNormal, nullptr, [&, i](Verdict) {
      if (i == 0) started.count_down();
      release.wait();
      order += 'n';
      ended.count_down();
    });
  started.wait();
  for (int i = 0; i < 3; ++i) {
    auto done = std::make_shared<std::promise<void>>();
    pool.submit(Priority::kFirst, nullptr, [done](Verdict) { done->set_value(); });
    EXPECT_EQ(done->get_future().wait_for(10s), std::future_status::ready) << "while a stranger is busy";
  }
  EXPECT_EQ(pool.waiting(), 1U) << "the second stranger";
  release.count_down();
  ended.wait();
  EXPECT_EQ(order, "nn");
}

TEST(WorkerPool, SkipsWhatNobodyWaitsForAnyMore) {
  WorkerPool pool({.name = "sums", .threads = 1, .queue_limit = 2});
  auto left = std::make_shared<std::atomic<bool>>(false);
  std::promise<Verdict> verdict;
  Busy busy(pool);
  pool.submit(Priority::kNormal, left, [&](Verdict told) { verdict.set_value(told); });
  *left = true;
  busy.release();
  EXPECT_EQ(verdict.get_future().get(), Verdict::kAbandoned);
}

TEST(WorkerPool, TellsThoseThatStillWaitWhenItEnds) {
  std::promise<Verdict> verdict;
  {
    WorkerPool pool({.name = "sums", .threads = 1, .queue_limit = 2});
    Busy busy(pool);
    pool.submit(Priority::kNormal, nullptr, [&](Verdict told) { verdict.set_value(told); });
    std::jthread ending([&] { busy.release(); });
  }
  const Verdict told = verdict.get_future().get();
  EXPECT_TRUE(told == Verdict::kStopped || told == Verdict::kRun);
}

}  // namespace
}  // namespace doggy
