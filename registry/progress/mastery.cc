#include "registry/progress/mastery.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace doggy::progress {
namespace {

constexpr std::array<std::int64_t, 5> kProbeDays{7, 14, 28, 56, 112};

/// A session's valid trials at the last step.
struct Attempt {
  const HeldSession* held;
  std::uint64_t trials = 0;
  std::uint64_t correct = 0;
  [[nodiscard]] double percent() const { return static_cast<double>(correct) * 100 / static_cast<double>(trials); }
};

// With no more help than the step itself foresees.
bool is_mastered_trial(const types::Trial& trial, types::Prompt foreseen) {
  return trial.outcome == types::Outcome::kCorrect &&
         (trial.prompt == types::Prompt::kNone || trial.prompt == foreseen);
}

std::vector<Attempt> attempts_at(const Uuid& target_id, int step, types::Prompt foreseen,
                                 std::span<const HeldSession> sessions) {
  std::vector<Attempt> attempts;
  for (const HeldSession& held : sessions) {
    Attempt attempt{.held = &held};
    for (const types::TrialBlock& block : held.session.blocks) {
      if (block.target_id != target_id || block.step != step) continue;
      for (const types::Trial& trial : block.trials) {
        if (trial.outcome != types::Outcome::kVoid) ++attempt.trials;
        if (is_mastered_trial(trial, foreseen)) ++attempt.correct;
      }
    }
    if (attempt.trials > 0) attempts.push_back(attempt);
  }
  std::ranges::sort(attempts, {}, [](const Attempt& one) { return std::tuple(one.held->at.unix_ms(), one.held->id); });
  return attempts;
}

/// Goes through the attempts in their order.
class Course {
 public:
  explicit Course(const types::MasteryRule& rule) : rule_(rule) {
    result_.sessions_needed = static_cast<std::uint64_t>(rule.sessions);
    result_.people_needed = static_cast<std::uint64_t>(rule.people);
  }

  void take(const Attempt& attempt) {
    const bool open = result_.state == MasteryState::kInProgress || result_.state == MasteryState::kReopened;
    if (open)
      train(attempt);
    else if (attempt.held->at.local_date() >= result_.next_probe_on)
      probe(attempt);
  }

  [[nodiscard]] Mastery finish() && { return std::move(result_); }

 private:
  void train(const Attempt& attempt) {
    if (attempt.trials < static_cast<std::uint64_t>(rule_.trials)) return;
    if (attempt.percent() < rule_.percent) return begin_row();
    people_.insert(attempt.held->person);
    ++result_.sessions_in_row;
    result_.people_in_row = people_.size();
    if (result_.sessions_in_row < result_.sessions_needed || result_.people_in_row < result_.people_needed) return;
    result_.state = MasteryState::kMastered;
    result_.mastered_at = attempt.held->at;
    passed_ = 0;
    plan_probe(attempt.held->at);
  }

  void probe(const Attempt& attempt) {
    const bool passed = attempt.percent() >= rule_.percent;
    result_.probes.push_back({.due_on = result_.next_probe_on.value_or(""),
                              .at = attempt.held->at,
                              .percent = attempt.percent(),
                              .passed = passed});
    if (passed) {
      result_.state = MasteryState::kMaintained;
      ++passed_;
      return plan_probe(attempt.held->at);
    }
    result_.state = MasteryState::kReopened;
    result_.mastered_at.reset();
    result_.next_probe_on.reset();
    begin_row();
  }

  void begin_row() {
    people_.clear();
    result_.sessions_in_row = 0;
    result_.people_in_row = 0;
  }

  void plan_probe(const Timestamp& after) {
    const std::int64_t days = kProbeDays[std::min(passed_, kProbeDays.size() - 1)];
    // A timestamp's local date is a date.
    result_.next_probe_on = Date::from_days(Date::parse(after.local_date()).value().days() + days).text();
  }

  const types::MasteryRule rule_;
  Mastery result_;
  std::set<std::string> people_;
  std::size_t passed_ = 0;
};

}  // namespace

Mastery mastery(const Uuid& target_id, const types::Target& target, std::span<const HeldSession> sessions) {
  Course course(target.mastery_rule.value_or(types::MasteryRule{}));
  const int last_step = static_cast<int>(target.steps.size()) - 1;
  const types::Prompt foreseen =
      target.steps.empty() ? types::Prompt::kNone : target.steps.back().prompt.value_or(types::Prompt::kNone);
  for (const Attempt& attempt : attempts_at(target_id, last_step, foreseen, sessions)) course.take(attempt);
  return std::move(course).finish();
}

}  // namespace doggy::progress
