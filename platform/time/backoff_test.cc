#include "platform/time/backoff.h"

#include <gtest/gtest.h>

#include <set>

namespace doggy {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, DoublesUpToTheLongest) {
  const Backoff backoff(100ms, 350ms);
  EXPECT_EQ(backoff.limit(1), 100ms);
  EXPECT_EQ(backoff.limit(2), 200ms);
  EXPECT_EQ(backoff.limit(3), 350ms);
  EXPECT_EQ(backoff.limit(1'000'000), 350ms);
  EXPECT_EQ(Backoff(5s, 1s).limit(1), 1s);
}

TEST(Backoff, PausesAreSpreadOverTheWholeRange) {
  Backoff backoff(4ms, 1h);
  std::set<std::chrono::milliseconds> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(backoff.pause(1));
  EXPECT_EQ(seen, (std::set<std::chrono::milliseconds>{1ms, 2ms, 3ms, 4ms}));
}

TEST(Backoff, CountsFailuresUntilItIsReset) {
  Backoff backoff(1ms, 1h);
  EXPECT_EQ(backoff.next(), 1ms);
  for (int i = 0; i < 100; ++i) EXPECT_LE(backoff.next(), 1h);
  backoff.reset();
  EXPECT_EQ(backoff.next(), 1ms);
}

}  // namespace
}  // namespace doggy
