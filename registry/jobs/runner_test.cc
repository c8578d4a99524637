#include "registry/jobs/runner.h"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <csignal>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/jobs/queue.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::jobs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Error kBusy{.code = Code::kUnavailable, .detail = "Not now."};

// Counts its calls and answers what it was told to, success after that.
struct Script {
  std::vector<Job> calls;
  std::vector<Error> answers;

  Task<Result<void>> answer(Job job) {
    calls.push_back(std::move(job));
    if (calls.size() > answers.size()) co_return Result<void>{};
    co_return std::unexpected(answers[calls.size() - 1]);
  }
  Handler handler() {
    return [this](Job job) { return answer(std::move(job)); };
  }
};

// Event loops that run, with nothing to do, until they are stopped.
class Loops {
 public:
  explicit Loops(unsigned count) : runtime(count, 1) {
    for (unsigned i = 0; i < count; ++i) busy_.push_back(boost::asio::make_work_guard(runtime.loop(i)));
    thread_ = std::jthread([this] { runtime.run(); });
  }
  void join() { thread_.join(); }

  Runtime runtime;

 private:
  std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> busy_;
  std::jthread thread_;
};

class RunnerTest : public ::testing::Test {
 protected:
  void enqueue(NewJob job) {
    job.due = clock_();
    ASSERT_TRUE(run_task(runner_.enqueue(std::move(job))).has_value());
  }
  std::size_t run_due() { return run_task(runner_.run_due()); }
  void pass(std::chrono::milliseconds time) { now_ms_ += time.count(); }

  std::int64_t now_ms_ = 1'795'428'000'000;
  Clock clock_ = [this] { return Timestamp::from_unix_ms(now_ms_); };
  store::MemoryStore memory_;
  store::FaultyStore store_{memory_};
  observe::Metrics metrics_;
  Runner runner_{store_, clock_, metrics_};
  Script script_;
};

TEST_F(RunnerTest, FindsWhatHasRoomBehindManyThatHaveNone) {
  runner_.handle("slow", script_.handler(), {.at_once = 0});
  runner_.handle("greet", script_.handler());
  // About 190 in each of the 16 shards.
  for (int i = 0; i < 3000; ++i) enqueue({.kind = "slow", .payload = {}, .id = std::to_string(i)});
  pass(1ms);
  enqueue({.kind = "greet", .payload = {}});
  EXPECT_EQ(run_due(), 1U);
  ASSERT_EQ(script_.calls.size(), 1U);
  EXPECT_EQ(script_.calls[0].kind, "greet");
}

TEST_F(RunnerTest, DoesWhatIsDueOnce) {
  runner_.handle("greet", script_.handler());
  enqueue({.kind = "greet", .payload = {{"name", "Balu"}}});
  EXPECT_EQ(run_due(), 1U);
  EXPECT_EQ(run_due(), 0U);
  ASSERT_EQ(script_.calls.size(), 1U);
  EXPECT_EQ(script_.calls[0].payload.at("name"), "Balu");
  EXPECT_EQ(script_.calls[0].attempt, 1U);
  EXPECT_TRUE(memory_.all_items().empty());
  EXPECT_THAT(metrics_.text(), HasSubstr("doggy_jobs_attempts_total{kind=\"greet\",outcome=\"done\"} 1"));
}

TEST_F(RunnerTest, WaitsUntilItIsDue) {
  runner_.handle("k", script_.handler());
  NewJob later{.kind = "k", .due = Timestamp::from_unix_ms(now_ms_ + 60'000)};
  ASSERT_TRUE(run_task(runner_.enqueue(std::move(later))));
  EXPECT_EQ(run_due(), 0U);
  pass(60s);
  EXPECT_EQ(run_due(), 1U);
}

TEST_F(RunnerTest, TriesAgainWithinTheDoubledDelay) {
  script_.answers = {kBusy, kBusy, kBusy};
  runner_.handle("k", script_.handler(), {.first_delay = 10s, .longest_delay = 30s});
  enqueue({.kind = "k"});
  for (const auto longest : {10s, 20s, 30s}) {
    EXPECT_EQ(run_due(), 1U);
    EXPECT_EQ(run_due(), 0U);
    pass(longest);
  }
  EXPECT_EQ(run_due(), 1U);
  ASSERT_EQ(script_.calls.size(), 4U);
  EXPECT_EQ(script_.calls[3].attempt, 4U);
  EXPECT_EQ(script_.calls[3].id, script_.calls[0].id);
  EXPECT_TRUE(memory_.all_items().empty());
}

TEST_F(RunnerTest, WaitsAsLongAsItIsTold) {
  script_.answers = {{.code = Code::kThrottled, .detail = "Slowly.", .retry_after = 300s}};
  runner_.handle("k", script_.handler(), {.first_delay = 1s});
  enqueue({.kind = "k"});
  EXPECT_EQ(run_due(), 1U);
  pass(299s);
  EXPECT_EQ(run_due(), 0U);
  pass(1s);
  EXPECT_EQ(run_due(), 1U);
}

TEST_F(RunnerTest, GivesUp) {
  script_.answers = {kBusy, kBusy, kBusy};
  runner_.handle("weak", script_.handler(), {.attempts = 2, .first_delay = 1s});
  enqueue({.kind = "weak"});
  EXPECT_EQ(run_due(), 1U);
  pass(1s);
  EXPECT_EQ(run_due(), 1U);
  pass(1h);
  EXPECT_EQ(run_due(), 0U);
  ASSERT_EQ(memory_.all_items().size(), 1U);
  EXPECT_THAT(memory_.all_items()[0].body, HasSubstr("Not now."));
  EXPECT_THAT(metrics_.text(), HasSubstr("outcome=\"dead\"} 1"));
}

TEST_F(RunnerTest, WhatCannotSucceedIsNotTriedAgain) {
  script_.answers = {{.code = Code::kInvalid, .detail = "Never."}};
  runner_.handle("k", script_.handler());
  enqueue({.kind = "k"});
  EXPECT_EQ(run_due(), 1U);
  pass(24h);
  EXPECT_EQ(run_due(), 0U);
  EXPECT_EQ(memory_.all_items().size(), 1U);
}

TEST_F(RunnerTest, WhatCameTooLateIsNotDone) {
  runner_.handle("k", script_.handler());
  enqueue({.kind = "k", .useless_after = Timestamp::from_unix_ms(now_ms_ + 1000)});
  pass(1s);
  EXPECT_EQ(run_due(), 1U);
  EXPECT_TRUE(script_.calls.empty());
  EXPECT_TRUE(memory_.all_items()[0].key.sk.starts_with("DEAD#"));
}

TEST_F(RunnerTest, AnExceptionIsABugAndTriedAgain) {
  int calls = 0;
  runner_.handle("k", [&calls](Job) -> Task<Result<void>> {
    if (++calls == 1) throw std::logic_error("a bug");
    return [](int) -> Task<Result<void>> { co_return Result<void>{}; }(0);
  });
  enqueue({.kind = "k"});
  EXPECT_EQ(run_due(), 1U);
  pass(10s);
  EXPECT_EQ(run_due(), 1U);
  EXPECT_TRUE(memory_.all_items().empty());
}

TEST_F(RunnerTest, KindsThatNobodyKnowsWait) {
  enqueue({.kind = "future"});
  EXPECT_EQ(run_due(), 0U);
  EXPECT_EQ(memory_.all_items().size(), 1U);
}

// The work was done and the store did not hear of it: at least once, not at most once.
TEST_F(RunnerTest, WhatCouldNotBeSettledIsDoneAgain) {
  runner_.handle("k", script_.handler(), {.lease = 60s});
  enqueue({.kind = "k"});
  store_.plan_commits({store::Fault::kNone, store::Fault::kFailBefore});
  EXPECT_EQ(run_due(), 1U);
  EXPECT_EQ(run_due(), 0U);
  pass(60s);
  EXPECT_EQ(run_due(), 1U);
  EXPECT_EQ(script_.calls.size(), 2U);
  EXPECT_TRUE(memory_.all_items().empty());
}

TEST_F(RunnerTest, AStoreThatFailsHoldsNothingUp) {
  runner_.handle("k", script_.handler());
  enqueue({.kind = "k"});
  store_.plan_reads(std::vector(kShards, store::Fault::kFailBefore));
  EXPECT_EQ(run_due(), 0U);
  store_.plan_commits({store::Fault::kFailBefore});
  EXPECT_EQ(run_due(), 0U);
  EXPECT_EQ(run_due(), 1U);
}

TEST_F(RunnerTest, ManyThatAreDueDoNotHideOneThatNobodyKnows) {
  runner_.handle("k", script_.handler());
  for (int i = 0; i < 300; ++i) enqueue({.kind = i % 2 == 0 ? "k" : "unknown"});
  EXPECT_EQ(run_due(), 150U);
}

// Throws when the queue is read for the first time, as a bug would.
class ThrowingOnce : public store::MemoryStore {
 public:
  Task<Result<std::vector<store::Item>>> query(store::Query query) override {
    if (!thrown_.exchange(true)) throw std::logic_error("a bug");
    return MemoryStore::query(std::move(query));
  }

 private:
  std::atomic<bool> thrown_ = false;
};

TEST_F(RunnerTest, GoesOnLookingAfterAnException) {
  Loops loops(1);
  ThrowingOnce store;
  Runner runner(store, clock_, metrics_, {.look_every = 1h});
  std::promise<void> done;
  runner.handle("k", [&](Job) -> Task<Result<void>> {
    done.set_value();
    return [](int) -> Task<Result<void>> { co_return Result<void>{}; }(0);
  });
  ASSERT_TRUE(run_task(runner.enqueue({.kind = "k", .due = clock_()})));
  runner.start(loops.runtime);
  ASSERT_EQ(done.get_future().wait_for(60s), std::future_status::ready);
  runner.drain(60s, [&] { loops.runtime.stop(); });
  loops.join();
  EXPECT_THAT(metrics_.text(), HasSubstr("doggy_background_failures_total{task=\"jobs\"} 1"));
}

// On real loops: woken by enqueue(), several at once, and drained.
TEST_F(RunnerTest, WorksOnTheEventLoopsUntilDrained) {
  Loops loops(2);
  Runner runner(store_, clock_, metrics_, {.look_every = 1h});
  std::atomic<int> done = 0;
  std::promise<void> all;
  runner.handle("k", [&](Job) -> Task<Result<void>> {
    if (++done == 100) all.set_value();
    return [](int) -> Task<Result<void>> { co_return Result<void>{}; }(0);
  });
  runner.start(loops.runtime);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(run_task(runner.enqueue({.kind = "k", .due = clock_()})));
  ASSERT_EQ(all.get_future().wait_for(60s), std::future_status::ready);
  runner.drain(60s, [&] { loops.runtime.stop(); });
  loops.join();
  EXPECT_TRUE(memory_.all_items().empty());
  ASSERT_TRUE(run_task(runner.enqueue({.kind = "k", .due = clock_()})));
  EXPECT_EQ(memory_.all_items().size(), 1U);
}

TEST_F(RunnerTest, TwoOnOneStoreDoEachJobOnce) {
  Loops loops(2);
  observe::Metrics other_metrics;
  Runner other(store_, clock_, other_metrics, {.look_every = 5ms});
  Runner one(memory_, clock_, metrics_, {.look_every = 5ms});
  std::mutex mutex;
  std::map<std::string, int> times;
  std::promise<void> all;
  const auto handler = [&](Job job) -> Task<Result<void>> {
    {
      const std::lock_guard lock(mutex);
      ++times[job.id];
      if (times.size() == 200) all.set_value();
    }
    return [](int) -> Task<Result<void>> { co_return Result<void>{}; }(0);
  };
  one.handle("k", handler);
  other.handle("k", handler);
  for (int i = 0; i < 200; ++i) enqueue({.kind = "k"});
  one.start(loops.runtime);
  other.start(loops.runtime);
  ASSERT_EQ(all.get_future().wait_for(60s), std::future_status::ready);
  one.drain(60s, [&] { other.drain(60s, [&] { loops.runtime.stop(); }); });
  loops.join();
  EXPECT_THAT(times, testing::Each(testing::Pair(testing::_, 1)));
}

TEST_F(RunnerTest, DrainingWaitsNoLongerThanItsGrace) {
  Loops loops(1);
  observe::Metrics metrics;
  Runner runner(store_, clock_, metrics);
  std::promise<void> begun;
  runner.handle("stuck", [&](Job) -> Task<Result<void>> {
    begun.set_value();
    return suspend<Result<void>>([](Resume<Result<void>>) {});
  });
  enqueue({.kind = "stuck"});
  runner.start(loops.runtime);
  ASSERT_EQ(begun.get_future().wait_for(60s), std::future_status::ready);
  runner.drain(10ms, [&] { loops.runtime.stop(); });
  loops.join();
  EXPECT_EQ(memory_.all_items().size(), 1U);
}

// A process is killed in the middle of a job; the one after it does the job when the lease has ended.
TEST(RunnerRestart, AKilledProcessLosesNoJob) {
  std::string folder = (std::filesystem::temp_directory_path() / "jobs_test_XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  int said[2];
  ASSERT_EQ(::pipe(said), 0);
  std::int64_t now_ms = 1'795'428'000'000;
  const Clock clock = [&now_ms] { return Timestamp::from_unix_ms(now_ms); };

  const pid_t child = ::fork();
  if (child == 0) {
    auto store = store::SqliteStore::open(folder).value();
    observe::Metrics metrics;
    Runner runner(*store, clock, metrics);
    runner.handle("k", [&](Job) -> Task<Result<void>> {
      if (::write(said[1], "x", 1) != 1) ::_exit(2);
      for (;;) ::pause();
    });
    if (!run_task(runner.enqueue({.kind = "k", .payload = {{"n", 7}}, .due = clock()}))) ::_exit(3);
    static_cast<void>(run_task(runner.run_due()));
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(said[0], &byte, 1), 1);
  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);

  auto store = store::SqliteStore::open(folder).value();
  observe::Metrics metrics;
  Runner runner(*store, clock, metrics);
  Script script;
  runner.handle("k", script.handler());
  EXPECT_EQ(run_task(runner.run_due()), 0U);
  now_ms += 5 * 60 * 1000;
  EXPECT_EQ(run_task(runner.run_due()), 1U);
  ASSERT_EQ(script.calls.size(), 1U);
  EXPECT_EQ(script.calls[0].attempt, 2U);
  EXPECT_EQ(script.calls[0].payload.at("n"), 7);
  store.reset();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace doggy::jobs
