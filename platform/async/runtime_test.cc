#include "platform/async/runtime.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <stdexcept>
#include <string>
#include <thread>

namespace doggy {
namespace {

template <class Coroutine>
void run_on(Runtime& runtime, Coroutine coroutine) {
  boost::asio::co_spawn(runtime.loop(0), std::move(coroutine), boost::asio::detached);
  runtime.loop(0).run();
}

TEST(Offload, RunsOnAnotherThreadAndComesBack) {
  Runtime runtime(1, 1);
  std::thread::id before;
  std::thread::id worker;
  std::thread::id after;
  run_on(runtime, [&]() -> Task<void> {
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
  run_on(runtime, [&]() -> Task<void> {
    try {
      co_await offload(runtime.workers(), []() -> int { throw std::runtime_error("disk on fire"); });
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
  run_on(runtime, [&]() -> Task<void> {
    value = co_await suspend<int>(
        [&](Resume<int> resume) { other = std::thread([resume = std::move(resume)]() mutable { resume(42); }); });
  });
  other.join();
  EXPECT_EQ(value, 42);
}

}  // namespace
}  // namespace doggy
