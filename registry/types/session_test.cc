#include "registry/types/session.h"

#include <fmt/format.h>

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

constexpr std::string_view kTarget = "019ab0f0-1c2d-7abc-8def-0123456789ab";

std::string with_trial(std::string_view trial) {
  return canonical("session",
                   fmt::format(R"({{"blocks":[{{"targetId":"{}","step":0,"trials":[{{"outcome":"correct"}},{}]}}]}})",
                               kTarget, trial));
}

TEST(Session, GetsItsDefaults) {
  EXPECT_EQ(canonical("session", R"({"place":"park"})"),
            R"({"place":"park","equipment":[],"reinforcers":[],"blocks":[]})");
  EXPECT_EQ(with_trial(R"({"outcome":"no-response","prompt":"lure"})"),
            R"({"equipment":[],"reinforcers":[],"blocks":[{"targetId":"019ab0f0-1c2d-7abc-8def-0123456789ab","step":0,)"
            R"("trials":[{"outcome":"correct","prompt":"none"},{"outcome":"no-response","prompt":"lure"}]}]})");
}

TEST(Session, NamesTheWrongTrial) {
  EXPECT_EQ(with_trial(R"({"outcome":"good"})"), "blocks[0].trials[1].outcome enum");
  EXPECT_EQ(with_trial(R"({"prompt":"none"})"), "blocks[0].trials[1].outcome required");
  EXPECT_EQ(canonical("session", R"({"blocks":[{}]})"), "blocks[0].targetId required; blocks[0].step required");
  EXPECT_EQ(canonical("session", R"({"blocks":[{"targetId":"x","step":-1}]})"),
            "blocks[0].targetId format; blocks[0].step minimum");
}

TEST(Session, TakesLatencyOnlyOfAResponse) {
  EXPECT_TRUE(with_trial(R"({"outcome":"incorrect","latencySeconds":1.2})").starts_with("{"));
  EXPECT_EQ(with_trial(R"({"outcome":"no-response","latencySeconds":1.2})"),
            "blocks[0].trials[1].latencySeconds notApplicable");
}

TEST(Session, EndsAfterItBegan) {
  EXPECT_EQ(canonical("session", R"({"endedAt":"2026-11-23T08:59:59Z"})"), "endedAt minimum");
  EXPECT_TRUE(canonical("session", R"({"endedAt":"2026-11-23T09:00:00Z"})").starts_with("{"));
  EXPECT_TRUE(canonical("session", R"({"endedAt":"2026-11-24T09:00:00Z"})").starts_with("{"));
  EXPECT_EQ(canonical("session", R"({"endedAt":"2026-11-24T09:00:01Z"})"), "endedAt maximum");
  EXPECT_TRUE(canonical("session", R"({"endedAt":"2026-11-23T08:59:59Z"})", std::nullopt).starts_with("{"));
}

TEST(Session, BelongsToTraining) {
  const RecordType type = session_type();
  EXPECT_EQ(type.section, circle::Section::kTraining);
  EXPECT_EQ(type.editing, circle::Editing::kAuthor);
  EXPECT_EQ(type.default_audience, (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer}));
}

}  // namespace
}  // namespace doggy::types
