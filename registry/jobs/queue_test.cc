#include "registry/jobs/queue.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::jobs {
namespace {

using namespace std::chrono_literals;

class QueueTest : public ::testing::Test {
 protected:
  void put(NewJob job) { ASSERT_TRUE(run_task(queue_.put(std::move(job))).has_value()); }

  // Whatever shard they are in.
  std::vector<Held> all() {
    std::vector<Held> all;
    for (unsigned shard = 0; shard < kShards; ++shard) {
      auto seen = run_task(queue_.first(shard, 100)).value().jobs;
      all.insert(all.end(), seen.begin(), seen.end());
    }
    return all;
  }
  std::optional<Held> take(const Held& held) { return run_task(queue_.take(held, 60s)).value(); }
  [[nodiscard]] Timestamp in(std::chrono::milliseconds time) const {
    return Timestamp::from_unix_ms(now_ms_ + time.count());
  }

  std::int64_t now_ms_ = 1'795'428'000'000;
  store::MemoryStore store_;
  Queue queue_{store_, [this] { return Timestamp::from_unix_ms(now_ms_); }};
};

TEST_F(QueueTest, AJobIsTakenByOne) {
  put({.kind = "k", .payload = {{"n", 1}}, .due = in(0ms)});
  const auto seen = all();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].job.attempt, 0U);
  const auto mine = take(seen[0]);
  ASSERT_TRUE(mine.has_value());
  EXPECT_EQ(mine->job.attempt, 1U);
  EXPECT_EQ(mine->job.payload.at("n"), 1);
  EXPECT_FALSE(take(seen[0]).has_value());
  // Until the lease ends it is not due.
  ASSERT_EQ(all().size(), 1U);
  EXPECT_EQ(Queue::due(all()[0]), in(60s));
  EXPECT_TRUE(run_task(queue_.finish(*mine)).value());
  EXPECT_TRUE(all().empty());
}

TEST_F(QueueTest, WhoLostTheLeaseSettlesNothing) {
  put({.kind = "k", .due = in(0ms)});
  const auto first = take(all()[0]);
  now_ms_ += 61'000;
  const auto second = take(all()[0]);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->job.attempt, 2U);
  EXPECT_FALSE(run_task(queue_.finish(*first)).value());
  EXPECT_FALSE(run_task(queue_.retry(*first, 1s)).value());
  EXPECT_FALSE(run_task(queue_.bury(*first, "no")).value());
  EXPECT_TRUE(run_task(queue_.finish(*second)).value());
}

TEST_F(QueueTest, TheSameJobTwiceIsOne) {
  put({.kind = "k", .due = in(1h), .id = "dog#vaccine"});
  put({.kind = "k", .due = in(1h), .id = "dog#vaccine"});
  EXPECT_EQ(all().size(), 1U);
  put({.kind = "k", .due = in(2h), .id = "dog#vaccine"});
  EXPECT_EQ(all().size(), 2U);
}

TEST_F(QueueTest, MeasuresWhatIsDueAndDead) {
  for (int i = 0; i < 20; ++i) put({.kind = "k", .due = in(-1s)});
  put({.kind = "k", .due = in(1h)});
  put({.kind = "k", .due = in(-9s)});
  Depth depth = run_task(queue_.depth()).value();
  EXPECT_EQ(depth.due, 21U);
  EXPECT_EQ(depth.oldest, 9s);
  EXPECT_EQ(depth.dead, 0U);
  const auto taken = take(all()[0]);
  ASSERT_TRUE(run_task(queue_.bury(*taken, "why")).value());
  depth = run_task(queue_.depth()).value();
  EXPECT_EQ(depth.due, 20U);
  EXPECT_EQ(depth.dead, 1U);
}

TEST_F(QueueTest, ADeadLetterKeepsNoSecret) {
  put({.kind = "k", .payload = {{"token", "s3cret"}}, .due = in(0ms), .secret = true});
  ASSERT_TRUE(run_task(queue_.bury(*take(all()[0]), "why")).value());
  ASSERT_EQ(store_.all_items().size(), 1U);
  const store::Item dead = store_.all_items()[0];
  EXPECT_TRUE(dead.key.sk.starts_with("DEAD#"));
  EXPECT_EQ(dead.body.find("s3cret"), std::string::npos);
  EXPECT_EQ(dead.expires_at, now_ms_ / 1000 + 30 * 86'400);
}

TEST_F(QueueTest, ReturnsToItsOldPlaceWhenToldTo) {
  put({.kind = "k", .due = in(0ms)});
  const auto taken = take(all()[0]);
  // The end of the lease and the next attempt fall together.
  EXPECT_TRUE(run_task(queue_.retry(*taken, 60s)).value());
  ASSERT_EQ(all().size(), 1U);
  EXPECT_EQ(Queue::due(all()[0]), in(60s));
}

}  // namespace
}  // namespace doggy::jobs
