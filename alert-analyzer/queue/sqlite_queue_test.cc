#include "alert-analyzer/queue/sqlite_queue.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "platform/id/uuid.h"

namespace doggy::analyzer {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using std::chrono_literals::operator""s;

class SqliteQueueTest : public testing::Test {
 protected:
  SqliteQueueTest() : folder_(fs::temp_directory_path() / ("queue-" + Uuid::v7().text())) {
    fs::create_directories(folder_);
  }
  ~SqliteQueueTest() override { fs::remove_all(folder_); }

  std::unique_ptr<Queue> open(bool sole_owner = true) {
    auto opened = open_sqlite_queue(folder_ / "queue.sqlite", sole_owner, [this] { return now_; });
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().detail);
    return *std::move(opened);
  }
  void pass(std::chrono::milliseconds time) { now_ = Timestamp::from_unix_ms(now_.unix_ms() + time.count()); }

  static std::vector<std::string> ids(const Result<std::vector<Leased>>& leased) {
    std::vector<std::string> all;
    for (const Leased& one : leased.value()) all.push_back(one.id);
    return all;
  }

  fs::path folder_;
  Timestamp now_ = *Timestamp::parse("2026-11-25T03:25:00Z");
};

TEST_F(SqliteQueueTest, HandsOutWhatItTookInOrder) {
  const auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", "first"}, {"b", "second"}}));
  pass(1s);
  ASSERT_TRUE(queue->enqueue({{"c", "third"}}));
  EXPECT_THAT(ids(queue->lease(2, 60s)), ElementsAre("a", "b"));
  EXPECT_THAT(ids(queue->lease(2, 60s)), ElementsAre("c"));
  EXPECT_THAT(ids(queue->lease(2, 60s)), IsEmpty());
  const QueueFigures figures = queue->figures().value();
  EXPECT_EQ(figures.leased, 3U);
  EXPECT_EQ(figures.waiting, 0U);
  EXPECT_EQ(figures.oldest_ms, 1000);
}

TEST_F(SqliteQueueTest, AMessageThatWaitsIsThereOnce) {
  const auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", "one"}, {"a", "one"}}));
  ASSERT_TRUE(queue->enqueue({{"a", "one"}}));
  const auto leased = queue->lease(9, 60s);
  EXPECT_THAT(ids(leased), ElementsAre("a"));
  ASSERT_TRUE(queue->enqueue({{"a", "one"}}));
  EXPECT_THAT(ids(queue->lease(9, 60s)), IsEmpty());
  ASSERT_TRUE(queue->done(*leased));
  ASSERT_TRUE(queue->enqueue({{"a", "one"}}));
  EXPECT_THAT(ids(queue->lease(9, 60s)), ElementsAre("a"));
}

TEST_F(SqliteQueueTest, WhatWasNotDoneComesAgain) {
  auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", ""}}));
  EXPECT_EQ(queue->lease(9, 60s)->at(0).attempts, 1U);
  pass(61s);
  EXPECT_EQ(queue->lease(9, 60s)->at(0).attempts, 2U);
  // The process ends; the next one knows that nobody holds it any more.
  queue = open();
  EXPECT_EQ(queue->lease(9, 60s)->at(0).attempts, 3U);
  // Somebody else who only looks does not take it away.
  EXPECT_THAT(ids(open(false)->lease(9, 60s)), IsEmpty());
}

TEST_F(SqliteQueueTest, RetriesWhenItIsTime) {
  const auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", ""}}));
  ASSERT_TRUE(queue->retry(queue->lease(1, 60s)->at(0), 5s));
  EXPECT_THAT(ids(queue->lease(1, 60s)), IsEmpty());
  pass(5s);
  EXPECT_THAT(ids(queue->lease(1, 60s)), ElementsAre("a"));
}

TEST_F(SqliteQueueTest, KeepsDeadLettersUntilTheyAreReplayed) {
  const auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", "text"}, {"b", ""}, {"c", ""}}));
  for (const Leased& one : queue->lease(3, 60s).value()) ASSERT_TRUE(queue->bury(one, "no use"));
  pass(3600s);
  EXPECT_THAT(ids(queue->lease(9, 60s)), IsEmpty());
  const auto dead = queue->dead(2).value();
  ASSERT_THAT(dead, SizeIs(2));
  EXPECT_EQ(dead[0].body, "text");
  EXPECT_EQ(dead[0].reason, "no use");
  EXPECT_EQ(queue->replay("b"), 1U);
  EXPECT_EQ(queue->replay("nobody"), 0U);
  EXPECT_EQ(queue->lease(9, 60s)->at(0).attempts, 1U);
  EXPECT_EQ(queue->replay(""), 2U);
  EXPECT_EQ(queue->figures()->dead, 0U);
}

TEST_F(SqliteQueueTest, RefusesAFileOfSomethingElse) {
  {
    const auto queue = open();
  }
  fs::copy(folder_ / "queue.sqlite", folder_ / "other.sqlite");
  std::FILE* const file = std::fopen((folder_ / "other.sqlite").c_str(), "r+b");
  ASSERT_NE(file, nullptr);
  std::fseek(file, 68, SEEK_SET);  // application_id
  std::fputs("abcd", file);
  std::fclose(file);
  EXPECT_FALSE(open_sqlite_queue(folder_ / "other.sqlite", true));
}

TEST_F(SqliteQueueTest, RefusesToStartWithoutTheLogOfAnUncleanStop) {
  const fs::path left = folder_ / "left.sqlite";
  const auto queue = open();
  ASSERT_TRUE(queue->enqueue({{"a", "text"}}));
  for (const char* suffix : {"", "-wal", "-open"})
    fs::copy(fs::path(folder_ / "queue.sqlite") += suffix, fs::path(left) += suffix);
  // Somebody who only looks leaves the log to the owner.
  EXPECT_EQ(open_sqlite_queue(left, false).value()->figures()->waiting, 1U);
  ASSERT_TRUE(fs::remove(fs::path(left) += "-wal"));
  for (const bool sole_owner : {true, false}) {
    const auto refused = open_sqlite_queue(left, sole_owner);
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().detail, HasSubstr(left.string() + "-wal is missing"));
    EXPECT_THAT(refused.error().detail, HasSubstr("remove " + left.string() + "-open"));
  }
  ASSERT_TRUE(fs::remove(fs::path(left) += "-open"));
  EXPECT_TRUE(open_sqlite_queue(left, true).has_value());
}

// A file that must not grow is what a full disk is to SQLite.
TEST_F(SqliteQueueTest, AFullDiskIsUnavailableAndPasses) {
  const auto queue = open();
  rlimit usual{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
  auto* const old = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = usual;
  small.rlim_cur = 200'000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::vector<std::string> kept;
  bool refused = false;
  for (int i = 0; i < 200 && !refused; ++i) {
    const std::string id = std::to_string(i);
    if (queue->enqueue({{id, std::string(4000, 'x')}}))
      kept.push_back(id);
    else
      refused = true;
  }
  EXPECT_TRUE(queue->figures()) << "reading goes on";
  const auto ready = queue->ready();
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
  std::signal(SIGXFSZ, old);
  EXPECT_TRUE(refused);
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().detail, HasSubstr("disk is full"));
  ASSERT_TRUE(queue->enqueue({{"afterwards", ""}}));
  EXPECT_TRUE(queue->ready());
  kept.emplace_back("afterwards");
  EXPECT_THAT(queue->lease(1000, 60s).value(), SizeIs(kept.size()));
}

}  // namespace
}  // namespace doggy::analyzer
