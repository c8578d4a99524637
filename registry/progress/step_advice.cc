#include "registry/progress/step_advice.h"

#include <algorithm>
#include <tuple>

namespace doggy::progress {
namespace {

struct StepTrial {
  int step;
  bool correct;
};

std::vector<StepTrial> valid_trials(const Uuid& target_id, std::span<const HeldSession> sessions) {
  std::vector<const HeldSession*> ordered;
  for (const HeldSession& held : sessions) ordered.push_back(&held);
  std::ranges::sort(ordered, {}, [](const HeldSession* held) { return std::tuple(held->at.unix_ms(), held->id); });
  std::vector<StepTrial> trials;
  for (const HeldSession* held : ordered)
    for (const types::TrialBlock& block : held->session.blocks) {
      if (block.target_id != target_id) continue;
      for (const types::Trial& trial : block.trials)
        if (trial.outcome != types::Outcome::kVoid)
          trials.push_back({block.step, trial.outcome == types::Outcome::kCorrect});
    }
  return trials;
}

Advice advice_of(std::uint64_t correct, const types::RaiseRule& rule) {
  if (correct >= static_cast<std::uint64_t>(rule.push)) return Advice::kPush;
  return correct <= static_cast<std::uint64_t>(rule.drop) ? Advice::kDrop : Advice::kStick;
}

std::vector<std::string> raised(const types::TargetStep& from, const types::TargetStep& to) {
  std::vector<std::string> names;
  const auto higher = [](const auto& a, const auto& b) { return b && *b > a.value_or(0); };
  if (higher(from.distance_meters, to.distance_meters)) names.emplace_back("distance");
  if (higher(from.duration_seconds, to.duration_seconds)) names.emplace_back("duration");
  if (higher(from.distraction, to.distraction)) names.emplace_back("distraction");
  return names;
}

}  // namespace

StepAdvice step_advice(const Uuid& target_id, const types::Target& target, std::span<const HeldSession> sessions) {
  const types::RaiseRule rule = target.raise_rule.value_or(types::RaiseRule{});
  const int last_step = static_cast<int>(target.steps.size()) - 1;
  StepAdvice result{.group_size = static_cast<std::uint64_t>(rule.trials)};
  const std::vector<StepTrial> trials = valid_trials(target_id, sessions);
  if (trials.empty()) return result;

  // The run of trials at the same step that ends the history.
  result.step = trials.back().step;
  const auto other = std::ranges::find_if(trials.rbegin(), trials.rend(),
                                          [&](const StepTrial& trial) { return trial.step != result.step; });
  const std::span<const StepTrial> run(other.base(), trials.end());
  const std::size_t rest = run.size() % static_cast<std::size_t>(rule.trials);
  const bool full = rest == 0;
  const auto group = run.last(full ? static_cast<std::size_t>(rule.trials) : rest);
  result.trials = group.size();
  result.correct = static_cast<std::uint64_t>(std::ranges::count(group, true, &StepTrial::correct));
  result.advice = full ? advice_of(result.correct, rule) : Advice::kContinue;

  result.next_step = result.step;
  if (result.advice == Advice::kDrop) result.next_step = std::max(0, result.step - 1);
  if (result.advice == Advice::kPush) {
    result.goal_reached = result.step >= last_step;
    result.next_step = std::min(std::max(last_step, 0), result.step + 1);
  }
  const std::size_t from = static_cast<std::size_t>(std::min(result.step, last_step));
  if (from + 1 < target.steps.size()) result.raised_together = raised(target.steps[from], target.steps[from + 1]);
  return result;
}

}  // namespace doggy::progress
