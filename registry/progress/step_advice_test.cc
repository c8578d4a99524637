#include "registry/progress/step_advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/progress/held_session_for_test.h"

namespace doggy::progress {
namespace {

using ::testing::ElementsAre;

types::Target three_steps() {
  types::Target target;
  target.steps.resize(3);
  target.steps[0] = {.distance_meters = 1, .duration_seconds = 1};
  target.steps[1] = {.distance_meters = 5, .duration_seconds = 10, .distraction = 2};
  target.steps[2] = {.distance_meters = 5, .duration_seconds = 20, .distraction = 2};
  return target;
}
StepAdvice advice(const std::vector<HeldSession>& sessions) {
  return step_advice(test_target(), three_steps(), sessions);
}

TEST(StepAdvice, FollowsTheGroupOfFive) {
  EXPECT_EQ(advice({held_session(1, 1, "ccccc")}).advice, Advice::kPush);
  EXPECT_EQ(advice({held_session(1, 1, "cicncc")}).advice, Advice::kContinue);
  EXPECT_EQ(advice({held_session(1, 1, "ccicc")}).advice, Advice::kPush);
  EXPECT_EQ(advice({held_session(1, 1, "ccnic")}).advice, Advice::kStick);
  EXPECT_EQ(advice({held_session(1, 1, "cinic")}).advice, Advice::kDrop);
  EXPECT_EQ(advice({held_session(1, 1, "cinic")}).next_step, 0);
  EXPECT_EQ(advice({held_session(1, 1, "ccccc")}).next_step, 2);
}

TEST(StepAdvice, CountsOverSessionsAndLeavesVoidTrialsOut) {
  const auto result = advice({held_session(2, 1, "vcc"), held_session(1, 1, "cvci")});
  EXPECT_EQ(result.advice, Advice::kPush);
  EXPECT_EQ(result.trials, 5u);
  EXPECT_EQ(result.correct, 4u);
}

TEST(StepAdvice, BeginsAnewWithTheStep) {
  const auto result = advice({held_session(1, 0, "ccc"), held_session(2, 1, "cc"), held_session(3, 0, "iic")});
  EXPECT_EQ(result.step, 0);
  EXPECT_EQ(result.advice, Advice::kContinue);
  EXPECT_EQ(result.trials, 3u);
  EXPECT_EQ(result.correct, 1u);
}

TEST(StepAdvice, KnowsTheFirstAndTheLastStep) {
  EXPECT_EQ(advice({held_session(1, 0, "iiiii")}).next_step, 0);
  const auto last = advice({held_session(1, 2, "ccccc")});
  EXPECT_TRUE(last.goal_reached);
  EXPECT_EQ(last.next_step, 2);
  EXPECT_EQ(advice({}).advice, Advice::kContinue);
  // A step that the target no longer has.
  EXPECT_EQ(advice({held_session(1, 7, "ccccc")}).next_step, 2);
}

TEST(StepAdvice, WarnsWhenSeveralThingsBecomeHarderAtOnce) {
  EXPECT_THAT(advice({held_session(1, 0, "c")}).raised_together, ElementsAre("distance", "duration", "distraction"));
  EXPECT_THAT(advice({held_session(1, 1, "c")}).raised_together, ElementsAre("duration"));
}

}  // namespace
}  // namespace doggy::progress
