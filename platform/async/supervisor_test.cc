#include "platform/async/supervisor.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <future>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/async/runtime.h"

namespace doggy {
namespace {

using namespace std::chrono_literals;

constexpr Supervisor::Restart kAtOnce{.first = 1ms, .longest = 1ms};

Task<void> count_down(std::latch& latch) {
  latch.count_down();
  co_return;
}

Task<void> fail_with(std::string what) {
  throw std::runtime_error(what);
  co_return;
}

Task<void> fail_oddly() {
  throw 42;  // NOLINT(hicpp-exception-baseclass): what some library might do.
  co_return;
}

Task<void> wait_for_ever() {
  co_await suspend<bool>([](Resume<bool>) {});
}

class SupervisorTest : public ::testing::Test {
 protected:
  SupervisorTest() : work_(boost::asio::make_work_guard(runtime_.loop(0))), thread_([this] { runtime_.run(); }) {}
  ~SupervisorTest() override {
    runtime_.stop();
    thread_.join();
  }

  boost::asio::any_io_executor loop() { return runtime_.loop(0).get_executor(); }

  // Stops, and waits until `then` is called.
  void stop(std::chrono::milliseconds grace = 60s) {
    std::promise<void> stopped;
    supervisor_.stop(loop(), grace, [&] { stopped.set_value(); });
    ASSERT_EQ(stopped.get_future().wait_for(60s), std::future_status::ready);
  }
  std::vector<std::string> failures() {
    const std::lock_guard lock(mutex_);
    return failures_;
  }

  std::mutex mutex_;
  std::vector<std::string> failures_;
  Supervisor supervisor_{[this](std::string_view task, std::string_view what) {
    const std::lock_guard lock(mutex_);
    failures_.push_back(std::string(task) + ": " + std::string(what));
  }};
  Runtime runtime_{1, 1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::jthread thread_;
};

TEST_F(SupervisorTest, ReportsWhatATaskThrows) {
  supervisor_.spawn_once(loop(), "mail", fail_with("no paper"));
  supervisor_.spawn_once(loop(), "odd", fail_oddly());
  stop();
  EXPECT_EQ(failures(), (std::vector<std::string>{"mail: no paper", "odd: something that is no std::exception"}));
}

TEST_F(SupervisorTest, SaysThatATaskHasEndedAlsoWhenItThrew) {
  std::latch ended(2);
  std::latch ran(1);
  supervisor_.spawn_once(loop(), "good", count_down(ran), [&] { ended.count_down(); });
  supervisor_.spawn_once(loop(), "bad", fail_with("x"), [&] { ended.count_down(); });
  ended.wait();
  ran.wait();
}

TEST_F(SupervisorTest, BeginsALoopThatThrewAnew) {
  std::latch third(3);
  supervisor_.spawn(
      loop(), "sweep",
      [&]() -> Task<void> {
        third.count_down();
        if (!third.try_wait()) return fail_with("broken");
        return []() -> Task<void> { co_return; }();
      },
      kAtOnce);
  third.wait();
  stop();
  EXPECT_EQ(failures(), (std::vector<std::string>{"sweep: broken", "sweep: broken"}));
}

TEST_F(SupervisorTest, ALoopThatCannotEvenBeMadeIsTriedAgain) {
  std::latch second(2);
  supervisor_.spawn(
      loop(), "sweep",
      [&]() -> Task<void> {
        second.count_down();
        if (!second.try_wait()) throw std::runtime_error("no memory");
        return []() -> Task<void> { co_return; }();
      },
      kAtOnce);
  second.wait();
  stop();
  EXPECT_EQ(failures(), std::vector<std::string>{"sweep: no memory"});
}

TEST_F(SupervisorTest, StoppingWakesWhoSleepsAndWaitsForThem) {
  std::latch asleep(1);
  std::atomic<bool> told_to_end = false;
  supervisor_.spawn(loop(), "sweep", [&] {
    return [](Supervisor& supervisor, std::latch& begun, std::atomic<bool>& ended) -> Task<void> {
      begun.count_down();
      const bool go_on = co_await supervisor.sleep(24h);
      ended = !go_on;
    }(supervisor_, asleep, told_to_end);
  });
  asleep.wait();
  stop();
  EXPECT_TRUE(told_to_end);
}

TEST_F(SupervisorTest, ALoopThatAlwaysThrowsEndsWhenItIsStopped) {
  std::latch begun(1);
  supervisor_.spawn(loop(), "broken",
                    [&] {
                      begun.count_down();
                      return fail_with("always");
                    },
                    {.first = 24h, .longest = 24h});
  begun.wait();
  stop();
  EXPECT_EQ(failures().size(), 1U);
}

TEST_F(SupervisorTest, StoppingWaitsNoLongerThanItsGrace) {
  supervisor_.spawn_once(loop(), "stuck", wait_for_ever());
  std::promise<void> resumed;
  Resume<bool> resume;
  supervisor_.spawn_once(loop(), "held", [](Resume<bool>& held, std::promise<void>& done) -> Task<void> {
    co_await suspend<bool>([&held](Resume<bool> next) { held = std::move(next); });
    done.set_value();
  }(resume, resumed));
  stop(10ms);
  boost::asio::post(loop(), [&] { resume(true); });
  resumed.get_future().wait();
}

TEST_F(SupervisorTest, StoppingWithNothingUnderWayTellsSoAtOnce) {
  stop();
  stop();
}

// A coroutine that is never resumed is destroyed while what it refers to is there.
TEST(Runtime, DestroysCoroutinesBeforeWhatTheyReferTo) {
  struct Service {
    std::vector<std::string> left;
  };
  struct Visit {
    Service& service;
    std::string name;
    ~Visit() { service.left.push_back(name); }
  };
  const auto visit = [](Service& service, std::string name, std::function<Task<void>()> wait) -> Task<void> {
    const Visit here{service, std::move(name)};
    co_await wait();
  };
  Runtime runtime(2, 1);
  Service service;
  Supervisor supervisor({});
  Resume<bool> held;
  std::latch busy(1);
  std::latch release(1);
  const auto spawn = [&](std::size_t loop, std::string name, std::function<Task<void>()> wait) {
    supervisor.spawn_once(runtime.loop(loop).get_executor(), name, visit(service, name, std::move(wait)));
  };
  spawn(0, "sleeps", [&]() -> Task<void> { (void)co_await supervisor.sleep(24h); });
  // Waits for a job that waits for the only thread of the pool.
  boost::asio::post(runtime.workers(), [&] {
    busy.count_down();
    release.wait();
  });
  busy.wait();
  spawn(1, "offloads", [&]() -> Task<void> { (void)co_await offload(runtime.workers(), [] { return 1; }); });
  // Is owned by a coroutine of the other loop.
  spawn(1, "owned",
        [&]() -> Task<void> { co_await suspend<bool>([&](Resume<bool> resume) { held = std::move(resume); }); });
  runtime.loop(0).poll();
  runtime.loop(1).poll();
  spawn(0, "owns", [&]() -> Task<void> {
    const Resume<bool> mine = std::move(held);
    (void)co_await supervisor.sleep(24h);
  });
  runtime.loop(0).poll();
  // Was never begun.
  spawn(0, "waits", [&]() -> Task<void> { co_return; });
  std::jthread ending([&] { release.count_down(); });
  runtime.stop();
  runtime.stop_workers();
  runtime.destroy_coroutines();
  std::ranges::sort(service.left);
  EXPECT_EQ(service.left, (std::vector<std::string>{"offloads", "owned", "owns", "sleeps"}));
}

}  // namespace
}  // namespace doggy
