#include "platform/http/pace.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

using namespace std::chrono_literals;

class PaceTest : public testing::Test {
 protected:
  // Moves `total` bytes, one piece every `every`. False when the deadline was missed on the way.
  bool moves(std::size_t total, std::size_t piece, std::chrono::milliseconds every) {
    Pace pace(limits_, now_);
    for (std::size_t moved = 0; moved < total; moved += piece) {
      now_ += every;
      if (now_ >= pace.deadline()) return false;
      pace.moved(piece, now_);
    }
    return true;
  }

  Pace::Limits limits_{.pause = 10s, .bytes_per_second = 1024, .longest = 1h};
  Pace::Clock::time_point now_ = Pace::Clock::now();
};

// What a whole-body timeout of a minute refused.
TEST_F(PaceTest, LetsAPieceOfFourMebibytesThroughAt64KilobitsASecond) {
  EXPECT_TRUE(moves(std::size_t{4} << 20U, 800, 100ms));
}

TEST_F(PaceTest, LetsPausesPassThatAreShorterThanTheLimit) {
  EXPECT_TRUE(moves(200'000, 20'000, 9s));
  EXPECT_FALSE(moves(200'000, 20'000, 10s));
}

TEST_F(PaceTest, EndsWhatComesBelowTheLeastRate) {
  EXPECT_FALSE(moves(1'000'000, 1, 1s));
  EXPECT_FALSE(moves(1'000'000, 1000, 1s));
  EXPECT_TRUE(moves(100'000, 1024, 1s));
}

TEST_F(PaceTest, TakesNoCreditFromWhatWentFast) {
  Pace pace(limits_, now_);
  pace.moved(std::size_t{1} << 40U, now_);
  EXPECT_EQ(pace.deadline(), now_ + 10s);
}

TEST_F(PaceTest, StartsAnewAfterAWaitOfOurs) {
  Pace pace(limits_, now_);
  pace.resume(now_ + 1min);
  EXPECT_EQ(pace.deadline(), now_ + 70s);
}

TEST_F(PaceTest, EndsEverythingAtLast) {
  limits_.bytes_per_second = 100;
  EXPECT_TRUE(moves(3'599'000, 1000, 1s));
  EXPECT_FALSE(moves(3'600'000, 1000, 1s));
  Pace pace(limits_, now_);
  pace.resume(now_ + 2h);
  EXPECT_EQ(pace.deadline(), now_ + 1h);
}

}  // namespace
}  // namespace doggy::http
