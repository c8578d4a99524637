#include "platform/async/keyed_limit.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/run_task.h"

namespace doggy {
namespace {

using namespace std::chrono_literals;

class KeyedLimitTest : public ::testing::Test {
 protected:
  using Permit = KeyedLimit::Permit;

  // Notes what came of it, and keeps the permit.
  Task<void> ask(KeyedLimit& limit, std::string key, std::string name, Abandoned abandoned = {}) {
    auto permit = co_await limit.acquire(std::move(key), std::move(abandoned));
    story.push_back(name + (permit ? " goes on" : " is refused"));
    if (permit) permits.push_back(std::move(*permit));
  }
  void start(Task<void> task) { boost::asio::co_spawn(loop, std::move(task), boost::asio::detached); }
  void run() {
    loop.restart();
    loop.poll();
  }

  boost::asio::io_context loop{1};
  std::vector<std::string> story;
  std::vector<Permit> permits;
};

TEST_F(KeyedLimitTest, RefusesTheThirdOfOneKeyAndLetsAnotherThrough) {
  KeyedLimit limit({.name = "exports", .at_once = 2, .waiting = 0, .retry_after = 7s});
  auto first = run_task(limit.acquire("a"));
  auto second = run_task(limit.acquire("a"));
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  const auto third = run_task(limit.acquire("a"));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, Code::kThrottled);
  EXPECT_EQ(third.error().retry_after, 7s);
  EXPECT_EQ(third.error().detail, "You already have 2 exports under way. Try again when one of them has finished.");
  EXPECT_EQ(limit.refused(), 1u);
  EXPECT_TRUE(run_task(limit.acquire("b")));
  *first = {};
  EXPECT_TRUE(run_task(limit.acquire("a")));
}

TEST_F(KeyedLimitTest, ServesThoseWhoWaitInOrder) {
  KeyedLimit limit({.name = "charts", .at_once = 1, .waiting = 2});
  for (const char* name : {"first", "second", "third", "fourth"}) start(ask(limit, "a", name));
  run();
  EXPECT_EQ(story, (std::vector<std::string>{"first goes on", "fourth is refused"}));
  EXPECT_EQ(limit.waiting(), 2u);
  permits.clear();
  run();
  EXPECT_EQ(story.back(), "second goes on");
  permits.clear();
  run();
  EXPECT_EQ(story.back(), "third goes on");
  EXPECT_EQ(limit.waiting(), 0u);
}

TEST_F(KeyedLimitTest, PassesOverThoseWhoHaveLeft) {
  KeyedLimit limit({.name = "charts", .at_once = 1, .waiting = 2});
  const auto left = std::make_shared<std::atomic<bool>>(false);
  start(ask(limit, "a", "first"));
  start(ask(limit, "a", "second", left));
  start(ask(limit, "a", "third"));
  run();
  left->store(true);
  permits.clear();
  run();
  EXPECT_EQ(story, (std::vector<std::string>{"first goes on", "second is refused", "third goes on"}));
}

TEST_F(KeyedLimitTest, TellsThoseWhoWaitWhenItEnds) {
  auto limit = std::make_unique<KeyedLimit>(KeyedLimit::Options{.name = "charts", .at_once = 1, .waiting = 1});
  start(ask(*limit, "a", "first"));
  start(ask(*limit, "a", "second"));
  run();
  limit.reset();
  run();
  EXPECT_EQ(story, (std::vector<std::string>{"first goes on", "second is refused"}));
  permits.clear();  // After the limit.
}

}  // namespace
}  // namespace doggy
