// Sessions in a few letters, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "platform/time/units.h"
#include "registry/progress/success_rate.h"

namespace doggy::progress {

inline Uuid test_target() {
  return Uuid::from_name("target");
}

/// A session on that day since 1970 with one block: c correct, i incorrect, n no response, v void.
inline HeldSession held_session(int day, int step, std::string_view outcomes, std::string person = "tina") {
  types::TrialBlock block{.target_id = test_target(), .step = step, .trials = {}};
  for (const char outcome : outcomes) {
    types::Trial trial;
    if (outcome == 'i') trial.outcome = types::Outcome::kIncorrect;
    if (outcome == 'n') trial.outcome = types::Outcome::kNoResponse;
    if (outcome == 'v') trial.outcome = types::Outcome::kVoid;
    block.trials.push_back(trial);
  }
  HeldSession made{.id = Uuid::from_name("session " + std::to_string(day) + person),
                   .at = Timestamp::from_unix_ms(std::int64_t{day} * kDayMs),
                   .session = {},
                   .person = std::move(person)};
  made.session.blocks.push_back(std::move(block));
  return made;
}

}  // namespace doggy::progress
