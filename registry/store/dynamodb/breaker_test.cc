#include "registry/store/dynamodb/breaker.h"

#include <gtest/gtest.h>

namespace doggy::store::dynamodb {
namespace {

using std::chrono_literals::operator""ms;

class BreakerTest : public ::testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) breaker_.failed();
  }

  std::chrono::steady_clock::time_point now_;
  Breaker breaker_{{.failures = 3, .pause = 1000ms, .longest = 3000ms, .clock = [this] { return now_; }}};
};

TEST_F(BreakerTest, OpensAfterFailuresInARowAlone) {
  fail(2);
  breaker_.succeeded();
  fail(2);
  EXPECT_EQ(breaker_.refuses(), std::nullopt);
  fail(1);
  EXPECT_EQ(breaker_.refuses(), 1000ms);
  now_ += 400ms;
  EXPECT_EQ(breaker_.refuses(), 600ms);
}

TEST_F(BreakerTest, LetsOneCallTryAndClosesWhenItSucceeds) {
  fail(3);
  now_ += 1000ms;
  EXPECT_EQ(breaker_.refuses(), std::nullopt);
  EXPECT_NE(breaker_.refuses(), std::nullopt) << "one at a time";
  breaker_.succeeded();
  EXPECT_EQ(breaker_.refuses(), std::nullopt);
  EXPECT_FALSE(breaker_.is_open());
}

TEST_F(BreakerTest, PausesLongerEachTimeUpToALimit) {
  fail(3);
  fail(5);  // Those that were under way when it opened.
  EXPECT_EQ(breaker_.refuses(), 1000ms);
  for (const auto pause : {2000ms, 3000ms, 3000ms}) {
    now_ += 3000ms;
    EXPECT_EQ(breaker_.refuses(), std::nullopt);
    fail(1);
    EXPECT_EQ(breaker_.refuses(), pause);
  }
}

}  // namespace
}  // namespace doggy::store::dynamodb
