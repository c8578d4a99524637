#include "platform/async/runtime.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/async/breather.h"

namespace doggy {
namespace {

template <class Coroutine>
void run_here(Runtime& runtime, Coroutine coroutine) {
  boost::asio::co_spawn(runtime.loop(0), std::move(coroutine), boost::asio::detached);
  runtime.loop(0).run();
}

TEST(Offload, RunsOnAnotherThreadAndComesBack) {
  Runtime runtime(1, 1);
  std::thread::id before;
  std::thread::id worker;
  std::thread::id after;
  run_here(runtime, [&]() -> Task<void> {
    before = std::this_thread::get_id();
    worker = co_await offload(runtime.workers(), [] { return std::this_thread::get_id(); });
    after = std::this_thread::get_id();
  });
  EXPECT_NE(before, worker);
  EXPECT_EQ(before, after);
}

TEST(Offload, ThrowsTheJobsExceptionIntoTheCaller) {
  Runtime runtime(1, 1);
  std::string caught;
  run_here(runtime, [&]() -> Task<void> {
    try {
      co_await offload(runtime.workers(), []() -> int { throw std::runtime_error("disk on fire"); });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
  });
  EXPECT_EQ(caught, "disk on fire");
}

TEST(RunOn, RunsATaskOnOtherThreadsAndComesBack) {
  Runtime runtime(1, 1);
  std::thread::id before;
  std::vector<std::thread::id> others;
  std::thread::id after;
  const auto task = [](std::vector<std::thread::id>& met) -> Task<std::string> {
    for (int i = 0; i < 3; ++i) {
      met.push_back(std::this_thread::get_id());
      co_await breathe();
    }
    co_return "done";
  };
  std::string value;
  run_here(runtime, [&]() -> Task<void> {
    before = std::this_thread::get_id();
    value = co_await run_on(runtime.workers(), task(others));
    after = std::this_thread::get_id();
  });
  EXPECT_EQ(value, "done");
  EXPECT_EQ(others.size(), 3U);
  for (const std::thread::id other : others) EXPECT_NE(other, before);
  EXPECT_EQ(before, after);
}

TEST(RunOn, ThrowsTheTasksExceptionIntoTheCaller) {
  Runtime runtime(1, 1);
  std::string caught;
  const auto task = []() -> Task<int> {
    co_await breathe();
    throw std::runtime_error("disk on fire");
  };
  run_here(runtime, [&]() -> Task<void> {
    try {
      co_await run_on(runtime.workers(), task());
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
  });
  EXPECT_EQ(caught, "disk on fire");
}

TEST(Suspend, KeepsTheLoopAliveUntilResumed) {
  Runtime runtime(1, 1);
  int value = 0;
  std::thread other;
  run_here(runtime, [&]() -> Task<void> {
    value = co_await suspend<int>(
        [&](Resume<int> resume) { other = std::thread([resume = std::move(resume)]() mutable { resume(42); }); });
  });
  other.join();
  EXPECT_EQ(value, 42);
}

}  // namespace
}  // namespace doggy
