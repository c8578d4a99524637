#include "registry/notify/live.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>
#include <vector>

namespace doggy::notify {
namespace {

using namespace std::chrono_literals;

class LiveTest : public ::testing::Test {
 protected:
  Listener::News next(const std::shared_ptr<Listener>& listener, std::chrono::milliseconds at_most) {
    auto news = boost::asio::co_spawn(loop_, listener->next(at_most), boost::asio::use_future);
    loop_.restart();
    loop_.run();
    return news.get();
  }

  boost::asio::io_context loop_;
  Live live_;
};

TEST_F(LiveTest, TellsOfWatchedDogsAndOfTheAccount) {
  const auto listener = live_.listen("tina", loop_.get_executor());
  listener->watch({"balu", "luna"});
  live_.dog_changed("balu");
  live_.dog_changed("balu");
  live_.dog_changed("rex");
  live_.account_changed("olaf");
  const auto news = next(listener, 1h);
  EXPECT_EQ(news.dogs, (std::set<std::string>{"balu"}));
  EXPECT_FALSE(news.account);

  live_.account_changed("tina");
  EXPECT_TRUE(next(listener, 1h).account);
  listener->watch({"luna"});
  live_.dog_changed("balu");
  EXPECT_TRUE(next(listener, 1ms).dogs.empty());
}

TEST_F(LiveTest, WakesWhoeverWaits) {
  const auto listener = live_.listen("tina", loop_.get_executor());
  listener->watch({"balu"});
  std::jthread other([&] {
    std::this_thread::sleep_for(20ms);
    live_.dog_changed("balu");
  });
  EXPECT_TRUE(next(listener, 1h).dogs.contains("balu"));
  listener->end();
  EXPECT_TRUE(next(listener, 1h).ended);
  EXPECT_TRUE(next(listener, 1h).ended);
}

TEST_F(LiveTest, OneAccountListensAtSomePlacesOnly) {
  std::vector<std::shared_ptr<Listener>> listeners;
  for (std::size_t i = 0; i < Live::kMostListeners; ++i)
    listeners.push_back(live_.listen("tina", loop_.get_executor()));
  EXPECT_EQ(live_.listen("tina", loop_.get_executor()), nullptr);
  EXPECT_NE(live_.listen("olaf", loop_.get_executor()), nullptr);
  listeners.pop_back();
  EXPECT_NE(live_.listen("tina", loop_.get_executor()), nullptr);
}

TEST_F(LiveTest, WhoHasLeftIsNotTold) {
  auto listener = live_.listen("tina", loop_.get_executor());
  listener->watch({"balu"});
  live_.dog_changed("balu");
  listener.reset();
  live_.dog_changed("balu");
  live_.account_changed("tina");
  loop_.run();
}

}  // namespace
}  // namespace doggy::notify
