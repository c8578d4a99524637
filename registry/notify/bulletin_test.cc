#include "registry/notify/bulletin.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>

#include "platform/async/run_task.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::notify {
namespace {

using namespace std::chrono_literals;

// A server on the store, to which Tina is connected.
struct Replica {
  explicit Replica(store::Store& store, std::function<Timestamp()> clock) : bulletin(store, live, std::move(clock)) {
    listener->watch({"balu"});
    listener->watch_organizations({"school"});
  }

  Listener::News news() {
    auto heard = boost::asio::co_spawn(loop, listener->next(1ms), boost::asio::use_future);
    loop.restart();
    loop.run();
    return heard.get();
  }
  void exchange() { ASSERT_TRUE(run_task(bulletin.exchange()).has_value()); }

  boost::asio::io_context loop;
  Live live;
  Bulletin bulletin;
  std::shared_ptr<Listener> listener = live.listen("tina", loop.get_executor());
};

class BulletinTest : public ::testing::Test {
 protected:
  std::function<Timestamp()> clock() {
    return [this] { return Timestamp::from_unix_ms(now_); };
  }

  std::int64_t now_ = 1'790'000'000'000;
  store::MemoryStore inner_;
  store::FaultyStore store_{inner_};
  Replica here_{store_, clock()};
  Replica there_{store_, clock()};
};

TEST_F(BulletinTest, OthersHearOfEverySubjectOnce) {
  here_.live.dog_changed("balu");
  here_.exchange();
  there_.exchange();
  EXPECT_TRUE(there_.news().dogs.contains("balu"));
  there_.exchange();
  EXPECT_TRUE(there_.news().dogs.empty());

  here_.live.notices_changed("tina");
  here_.exchange();
  there_.exchange();
  EXPECT_TRUE(there_.news().notices);

  for (const auto& change :
       {+[](Live& live) { live.account_changed("tina"); }, +[](Live& live) { live.organization_changed("school"); }}) {
    change(here_.live);
    here_.exchange();
    there_.exchange();
    EXPECT_TRUE(there_.news().account);
  }
}

// What was heard is not told on, or it would go around for ever.
TEST_F(BulletinTest, WhatWasHeardIsNotAnnouncedAgain) {
  here_.live.dog_changed("balu");
  EXPECT_TRUE(here_.news().dogs.contains("balu"));
  here_.exchange();
  there_.exchange();
  EXPECT_TRUE(there_.news().dogs.contains("balu"));
  there_.exchange();
  here_.exchange();
  EXPECT_TRUE(here_.news().dogs.empty());
}

TEST_F(BulletinTest, NothingIsWrittenWhenThereIsNothingToTell) {
  store_.plan_commits({store::Fault::kFailBefore});
  here_.exchange();
}

TEST_F(BulletinTest, WhatCouldNotBePutUpIsTheNextTime) {
  here_.live.dog_changed("balu");
  store_.plan_commits({store::Fault::kFailBefore});
  EXPECT_FALSE(run_task(here_.bulletin.exchange()).has_value());
  here_.live.notices_changed("tina");
  here_.exchange();
  there_.exchange();
  const Listener::News news = there_.news();
  EXPECT_TRUE(news.dogs.contains("balu"));
  EXPECT_TRUE(news.notices);
}

// Another server's clock may be slow, and its item written after younger ones were read.
TEST_F(BulletinTest, AnItemThatComesLateIsRead) {
  now_ += 60'000;
  there_.live.dog_changed("rex");
  there_.exchange();
  there_.exchange();
  now_ -= 10'000;
  here_.live.dog_changed("balu");
  here_.exchange();
  now_ += 10'000;
  there_.exchange();
  EXPECT_TRUE(there_.news().dogs.contains("balu"));
}

TEST_F(BulletinTest, MoreThanOneItemHoldsIsToldInTurn) {
  for (std::size_t i = 0; i < Bulletin::kMostTold; ++i) here_.live.dog_changed("a" + std::to_string(i));
  here_.live.dog_changed("balu");
  here_.exchange();
  here_.exchange();
  there_.exchange();
  EXPECT_TRUE(there_.news().dogs.contains("balu"));
}

TEST_F(BulletinTest, WhatHappenedBeforeAServerBeganIsNoNews) {
  here_.live.dog_changed("balu");
  here_.exchange();
  now_ += 1000;
  Replica late(store_, clock());
  late.exchange();
  EXPECT_TRUE(late.news().dogs.empty());
}

}  // namespace
}  // namespace doggy::notify
