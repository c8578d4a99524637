#include "registry/progress/success_rate.h"

#include <gtest/gtest.h>

#include "platform/json/codec.h"

namespace doggy::progress {
namespace {

using types::Outcome;
using types::Prompt;
using types::Trial;

const Uuid kRecall = *Uuid::parse("019ab0f0-1c2d-7abc-8def-000000000001");
const Uuid kStay = *Uuid::parse("019ab0f0-1c2d-7abc-8def-000000000002");

Uuid session_id(int number) {
  return *Uuid::parse(fmt::format("019ab0f0-0000-7000-8000-{:012}", number));
}

HeldSession session(int number, std::string_view at, std::vector<types::TrialBlock> blocks) {
  return {.id = session_id(number), .at = *Timestamp::parse(at), .session = {.blocks = std::move(blocks)}};
}

std::vector<Trial> trials(std::size_t count, Outcome outcome, Prompt prompt = Prompt::kNone) {
  return std::vector<Trial>(count, Trial{.outcome = outcome, .prompt = prompt});
}

std::vector<Trial> joined(std::initializer_list<std::vector<Trial>> parts) {
  std::vector<Trial> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

SuccessRate recall_rate(std::vector<HeldSession> sessions) {
  return success_rate({.id = kRecall, .name = "Recall"}, sessions);
}

// By hand: 22 trials, 2 of them void; of the 20 that count 15 are correct (75 %), 11 of those unprompted (55 %).
TEST(SuccessRate, DividesByTheValidTrialsAndKeepsPromptedApart) {
  const auto rate =
      recall_rate({session(1, "2026-11-23T10:00:00+01:00",
                           {{kRecall, 2,
                             joined({trials(11, Outcome::kCorrect), trials(3, Outcome::kCorrect, Prompt::kLure),
                                     trials(1, Outcome::kCorrect, Prompt::kGesture), trials(4, Outcome::kIncorrect),
                                     trials(1, Outcome::kNoResponse), trials(2, Outcome::kVoid)})}})});
  EXPECT_EQ(codec::encode_text(rate),
            R"({"unit":"percent","target":{"id":"019ab0f0-1c2d-7abc-8def-000000000001","name":"Recall"},"points":[)"
            R"({"sessionId":"019ab0f0-0000-7000-8000-000000000001","at":"2026-11-23T10:00:00+01:00","step":2,)"
            R"("trials":20,"correct":15,"independentCorrect":11,"promptedCorrect":4,"voided":2,)"
            R"("percent":75,"independentPercent":55}],"lines":{"phases":[],"events":[]}})");
}

TEST(SuccessRate, IsNotZeroWhereThereIsNothingToDivideBy) {
  const auto rate = recall_rate({session(1, "2026-11-23T10:00:00Z", {{kRecall, 0, {}}}),
                                 session(2, "2026-11-24T10:00:00Z", {{kRecall, 0, trials(3, Outcome::kVoid)}})});
  ASSERT_EQ(rate.points.size(), 2u);
  EXPECT_EQ(rate.points[0].percent, std::nullopt);
  EXPECT_EQ(rate.points[0].independent_percent, std::nullopt);
  EXPECT_EQ(rate.points[0].reason, NotComputable::kNoTrials);
  EXPECT_EQ(rate.points[1].percent, std::nullopt);
  EXPECT_EQ(rate.points[1].reason, NotComputable::kOnlyVoidTrials);
  EXPECT_NE(codec::encode_text(rate).find(R"("percent":null,"independentPercent":null,"reason":"only-void-trials")"),
            std::string::npos);
}

TEST(SuccessRate, IsZeroWhereNothingWasCorrect) {
  const auto rate = recall_rate({session(1, "2026-11-23T10:00:00Z", {{kRecall, 0, trials(3, Outcome::kNoResponse)}})});
  EXPECT_EQ(rate.points.at(0).percent, 0);
  EXPECT_EQ(rate.points.at(0).reason, std::nullopt);
}

TEST(SuccessRate, TakesAllBlocksOfTheTargetAndNoOthers) {
  const auto rate =
      recall_rate({session(1, "2026-11-23T10:00:00Z",
                           {{kRecall, 1, trials(2, Outcome::kCorrect)},
                            {kStay, 7, trials(5, Outcome::kIncorrect)},
                            {kRecall, 1, trials(1, Outcome::kIncorrect)}}),
                   session(2, "2026-11-24T10:00:00Z", {{kStay, 0, trials(5, Outcome::kCorrect)}}),
                   session(3, "2026-11-25T10:00:00Z",
                           {{kRecall, 1, trials(1, Outcome::kCorrect)}, {kRecall, 2, trials(1, Outcome::kCorrect)}})});
  ASSERT_EQ(rate.points.size(), 2u);
  EXPECT_EQ(rate.points[0].trials, 3u);
  EXPECT_NEAR(*rate.points[0].percent, 66.6667, 1e-4);
  EXPECT_EQ(rate.points[0].step, 1);
  EXPECT_EQ(rate.points[1].session_id, session_id(3));
  EXPECT_EQ(rate.points[1].step, std::nullopt);
}

TEST(SuccessRate, IsOldestFirstByInstant) {
  const std::vector<types::TrialBlock> blocks{{kRecall, 0, trials(1, Outcome::kCorrect)}};
  const auto rate =
      recall_rate({session(1, "2026-11-23T10:00:00Z", blocks), session(3, "2026-11-23T10:30:00+01:00", blocks),
                   session(2, "2026-11-23T10:30:00+01:00", blocks)});
  ASSERT_EQ(rate.points.size(), 3u);
  EXPECT_EQ(rate.points[0].session_id, session_id(2));
  EXPECT_EQ(rate.points[1].session_id, session_id(3));
  EXPECT_EQ(rate.points[2].session_id, session_id(1));
}

TEST(SuccessRate, OfNothingHasNoPoints) {
  EXPECT_TRUE(recall_rate({}).points.empty());
}

}  // namespace
}  // namespace doggy::progress
