// Push, drop, stick: whether to go a step up or down, or to stay.
//
// The valid trials at the step trained last are taken in groups of `trials`; each group that is full decides: at least
// `push` correct ones, a step up; at most `drop`, a step down; else the same step again. Correct trials count whether
// prompted or not, as the prompt is part of the step.
// Source: Donaldson 2010, Train Like a Pro (Academy for Dog Trainers): of 5 trials 4 or 5 push, 3 stick, 2 or fewer
// drop.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/progress/success_rate.h"
#include "registry/types/target.h"

namespace doggy::progress {

/// kContinue: the group is not full yet.
enum class Advice : std::uint8_t { kContinue, kPush, kStick, kDrop };
BOOST_DESCRIBE_ENUM(Advice, kContinue, kPush, kStick, kDrop)

struct StepAdvice {
  Advice advice = Advice::kContinue;
  int step = 0;
  int next_step = 0;
  bool goal_reached = false;
  std::uint64_t trials = 0;
  std::uint64_t correct = 0;
  std::uint64_t group_size = 0;
  std::vector<std::string> raised_together;
};
BOOST_DESCRIBE_STRUCT(StepAdvice, (),
                      (advice, step, next_step, goal_reached, trials, correct, group_size, raised_together))

/// `sessions` in any order. Without any valid trial: continue at step 0.
[[nodiscard]] StepAdvice step_advice(const Uuid& target_id, const types::Target& target,
                                     std::span<const HeldSession> sessions);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::StepAdvice> {
  static constexpr std::string_view kName = "StepAdvice";
  static constexpr std::string_view kDoc = "Whether to go a step up or down.";
  static constexpr std::array kFields{
      Field{.member = "advice", .doc = "What to do.", .access = Access::kReadOnly},
      Field{.member = "step", .doc = "The step trained last, from 0.", .access = Access::kReadOnly},
      Field{.member = "next_step", .doc = "The step to train next.", .access = Access::kReadOnly},
      Field{.member = "goal_reached",
            .doc = "Whether the advice is to go up and there is no higher step.",
            .access = Access::kReadOnly},
      Field{.member = "trials",
            .doc = "Valid trials of the group that is being filled, or of the full one.",
            .access = Access::kReadOnly},
      Field{.member = "correct", .doc = "Correct ones among them.", .access = Access::kReadOnly},
      Field{.member = "group_size", .doc = "Trials that make a group.", .access = Access::kReadOnly},
      Field{.member = "raised_together",
            .doc = "What becomes harder at once at the next step: distance, duration, distraction. More than one is a "
                   "warning.",
            .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
