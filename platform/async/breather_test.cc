#include "platform/async/breather.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>

namespace doggy {
namespace {

using namespace std::chrono_literals;

Task<void> three_steps(std::string& order, char name) {
  for (int i = 0; i < 3; ++i) {
    order += name;
    co_await breathe();
  }
}

TEST(Breathe, LetsOthersOfTheLoopTakeTurns) {
  boost::asio::io_context loop(1);
  std::string order;
  boost::asio::co_spawn(loop, three_steps(order, 'a'), boost::asio::detached);
  boost::asio::co_spawn(loop, three_steps(order, 'b'), boost::asio::detached);
  loop.run();
  EXPECT_EQ(order, "ababab");
}

TEST(Breathe, KeepsWhatIsReadyWaitingForOneOfManyOnly) {
  boost::asio::io_context loop(1);
  std::string order;
  for (const char name : {'a', 'b', 'c'}) boost::asio::co_spawn(loop, three_steps(order, name), boost::asio::detached);
  // A request of a few short steps, such as reading a page.
  boost::asio::post(loop, [&] {
    order += '1';
    boost::asio::post(loop, [&] {
      order += '2';
      boost::asio::post(loop, [&] { order += '3'; });
    });
  });
  loop.run();
  EXPECT_EQ(order, "abc1a2b3cabc");
}

TEST(Breathe, IsDestroyedWithItsLoop) {
  std::string order;
  {
    boost::asio::io_context loop(1);
    boost::asio::co_spawn(loop, three_steps(order, 'a'), boost::asio::detached);
    boost::asio::co_spawn(loop, three_steps(order, 'b'), boost::asio::detached);
    EXPECT_EQ(loop.run_one(), 1U);
  }
  EXPECT_EQ(order, "a");
}

// Each step takes a millisecond of a clock that nothing else moves.
Task<void> many_steps(std::string& order, char name) {
  Breather::Instant now;
  Breather breather(3ms, [&now] { return now; });
  for (int i = 0; i < 6; ++i) {
    order += name;
    now += 1ms;
    co_await breather.pause_if_due();
  }
}

TEST(Breather, PausesWhenTheSliceIsUsedUp) {
  boost::asio::io_context loop(1);
  std::string order;
  boost::asio::co_spawn(loop, many_steps(order, 'a'), boost::asio::detached);
  boost::asio::co_spawn(loop, many_steps(order, 'b'), boost::asio::detached);
  loop.run();
  EXPECT_EQ(order, "aaabbbaaabbb");
}

}  // namespace
}  // namespace doggy
