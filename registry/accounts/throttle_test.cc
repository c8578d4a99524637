#include "registry/accounts/throttle.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

using store::Fault;

class ThrottleTest : public ::testing::Test {
 protected:
  // "done", "throttled" or "unavailable".
  std::string attempt(std::vector<Counter> counters) {
    const auto counted = run_task(count_attempt(store_, std::move(counters), Timestamp::from_unix_ms(now_ms_)));
    if (counted) return "done";
    return counted.error().code == Code::kThrottled ? "throttled" : "unavailable";
  }
  static Counter counter(std::string name, std::uint32_t attempts) {
    return {.name = std::move(name), .allowance = {.attempts = attempts, .seconds = 60}};
  }

  std::int64_t now_ms_ = 1'795'000'000'000;
  store::MemoryStore memory_;
  store::FaultyStore store_{memory_};
};

TEST_F(ThrottleTest, AdmitsAsManyAsAllowedInAWindow) {
  for (const char* outcome : {"done", "done", "throttled"}) EXPECT_EQ(attempt({counter("a", 2)}), outcome);
  EXPECT_EQ(attempt({counter("b", 2)}), "done");
  now_ms_ += 60'000;
  EXPECT_EQ(attempt({counter("a", 2)}), "done");
}

TEST_F(ThrottleTest, CountsAnAttemptUnderAllNamesOrNone) {
  store_.plan_commits({Fault::kFailBefore});
  EXPECT_EQ(attempt({counter("a", 1), counter("b", 1)}), "unavailable");
  EXPECT_EQ(attempt({counter("a", 1), counter("b", 1)}), "done") << "nothing was counted";
  EXPECT_EQ(attempt({counter("a", 1)}), "throttled");
  EXPECT_EQ(attempt({counter("b", 1)}), "throttled");
}

// Found by tests/chaos: what strangers were refused for kept the store busy.
TEST_F(ThrottleTest, ARefusalCostsNoWriteAndUsesUpNothing) {
  EXPECT_EQ(attempt({counter("narrow", 1)}), "done");
  store_.plan_commits({Fault::kFailBefore});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(attempt({counter("wide", 1), counter("narrow", 1)}), "throttled");
  store_.plan_commits({});
  EXPECT_EQ(attempt({counter("wide", 1)}), "done");
}

TEST_F(ThrottleTest, ForgetsOneName) {
  EXPECT_EQ(attempt({counter("a", 1), counter("b", 1)}), "done");
  EXPECT_TRUE(run_task(forget_attempts(store_, "a")));
  EXPECT_EQ(attempt({counter("b", 1)}), "throttled");
  EXPECT_EQ(attempt({counter("a", 1)}), "done");
}

}  // namespace
}  // namespace doggy::accounts
