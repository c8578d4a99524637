#include "registry/progress/mastery.h"

#include <gtest/gtest.h>

#include "registry/progress/held_session_for_test.h"

namespace doggy::progress {
namespace {

constexpr std::string_view kGood = "cccccccccc";    // 10 of 10.
constexpr std::string_view kEnough = "ccccccccci";  // 9 of 10.
constexpr std::string_view kPoor = "ccccccccii";    // 8 of 10.

Mastery of(const std::vector<HeldSession>& sessions) {
  types::Target target;
  target.steps.resize(2);
  return mastery(test_target(), target, sessions);
}

TEST(Mastery, TakesThreeSessionsInARowByTwoPeople) {
  EXPECT_EQ(of({held_session(1, 1, kGood), held_session(2, 1, kEnough, "olaf"), held_session(3, 1, kGood)}).state,
            MasteryState::kMastered);
  const auto alone = of({held_session(1, 1, kGood), held_session(2, 1, kGood), held_session(3, 1, kGood)});
  EXPECT_EQ(alone.state, MasteryState::kInProgress);
  EXPECT_EQ(alone.sessions_in_row, 3u);
  EXPECT_EQ(alone.people_in_row, 1u);
  EXPECT_FALSE(alone.next_probe_on);
}

TEST(Mastery, APoorSessionEndsTheRowAndAShortOneDoesNot) {
  const auto broken = of({held_session(1, 1, kGood), held_session(2, 1, kPoor), held_session(3, 1, kGood, "olaf"),
                          held_session(4, 1, kGood)});
  EXPECT_EQ(broken.state, MasteryState::kInProgress);
  EXPECT_EQ(broken.sessions_in_row, 2u);
  EXPECT_EQ(of({held_session(1, 1, kGood), held_session(2, 1, "iii"), held_session(3, 1, kGood, "olaf"),
                held_session(4, 1, kGood)})
                .state,
            MasteryState::kMastered);
}

TEST(Mastery, IsOfTheLastStep) {
  EXPECT_EQ(
      of({held_session(1, 0, kGood), held_session(2, 0, kGood, "olaf"), held_session(3, 0, kGood)}).sessions_in_row,
      0u);
}

// Help that the last step does not foresee is not mastery; the prompt that it names is.
TEST(Mastery, IsWithoutMoreHelpThanTheStepForesees) {
  auto sessions = std::vector{held_session(1, 1, kGood), held_session(2, 1, kGood, "olaf"), held_session(3, 1, kGood)};
  for (HeldSession& held : sessions)
    for (types::Trial& trial : held.session.blocks[0].trials) trial.prompt = types::Prompt::kGesture;
  EXPECT_EQ(of(sessions).state, MasteryState::kInProgress);
  types::Target target;
  target.steps.resize(2);
  target.steps[1].prompt = types::Prompt::kGesture;
  EXPECT_EQ(mastery(test_target(), target, sessions).state, MasteryState::kMastered);
}

std::vector<HeldSession> mastered_on_day_3() {
  return {held_session(1, 1, kGood), held_session(2, 1, kGood, "olaf"), held_session(3, 1, kGood)};
}

TEST(Mastery, ProbesAtGrowingIntervals) {
  auto sessions = mastered_on_day_3();
  EXPECT_EQ(of(sessions).next_probe_on.value(), Date::from_days(10).text());
  sessions.push_back(held_session(5, 1, "iiii"));  // Practice before it is due is no probe.
  EXPECT_EQ(of(sessions).state, MasteryState::kMastered);
  sessions.push_back(held_session(12, 1, "c"));
  const auto maintained = of(sessions);
  EXPECT_EQ(maintained.state, MasteryState::kMaintained);
  ASSERT_EQ(maintained.probes.size(), 1u);
  EXPECT_EQ(maintained.probes[0].due_on, Date::from_days(10).text());
  EXPECT_EQ(maintained.next_probe_on.value(), Date::from_days(26).text());
  for (const int day : {26, 54, 110, 222, 334}) sessions.push_back(held_session(day, 1, "cc"));
  EXPECT_EQ(of(sessions).next_probe_on.value(), Date::from_days(334 + 112).text());
}

TEST(Mastery, AFailedProbeReopensTheTarget) {
  auto sessions = mastered_on_day_3();
  sessions.push_back(held_session(10, 1, "ccci"));
  const auto reopened = of(sessions);
  EXPECT_EQ(reopened.state, MasteryState::kReopened);
  EXPECT_EQ(reopened.sessions_in_row, 0u);
  EXPECT_FALSE(reopened.mastered_at);
  EXPECT_FALSE(reopened.next_probe_on);
  for (const int day : {11, 12, 13}) sessions.push_back(held_session(day, 1, kGood, day == 12 ? "olaf" : "tina"));
  const auto again = of(sessions);
  EXPECT_EQ(again.state, MasteryState::kMastered);
  EXPECT_EQ(again.next_probe_on.value(), Date::from_days(20).text());
  EXPECT_EQ(again.probes.size(), 1u);
}

}  // namespace
}  // namespace doggy::progress
