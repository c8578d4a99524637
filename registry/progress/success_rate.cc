#include "registry/progress/success_rate.h"

#include <algorithm>
#include <tuple>

namespace doggy::progress {
namespace {

void count(const types::Trial& trial, SuccessPoint& point) {
  switch (trial.outcome) {
    case types::Outcome::kCorrect:
      ++point.trials;
      ++point.correct;
      ++(trial.prompt == types::Prompt::kNone ? point.independent_correct : point.prompted_correct);
      return;
    case types::Outcome::kIncorrect:
    case types::Outcome::kNoResponse:
      ++point.trials;
      return;
    case types::Outcome::kVoid:
      ++point.voided;
      return;
  }
}

void compute_percentages(SuccessPoint& point) {
  if (point.trials == 0) {
    point.reason = point.voided == 0 ? NotComputable::kNoTrials : NotComputable::kOnlyVoidTrials;
    return;
  }
  const auto percent = [&point](std::uint64_t part) {
    return static_cast<double>(part) * 100 / static_cast<double>(point.trials);
  };
  point.percent = percent(point.correct);
  point.independent_percent = percent(point.independent_correct);
}

}  // namespace

std::optional<SuccessPoint> success_point(const HeldSession& held, const Uuid& target_id) {
  SuccessPoint point{.session_id = held.id, .at = held.at};
  bool found = false;
  for (const types::TrialBlock& block : held.session.blocks) {
    if (block.target_id != target_id) continue;
    if (!found) {
      point.step = block.step;
    } else if (point.step != block.step) {
      point.step.reset();
    }
    found = true;
    for (const types::Trial& trial : block.trials) count(trial, point);
  }
  if (!found) return {};
  compute_percentages(point);
  return point;
}

SuccessRate success_rate(TargetName target, std::span<const HeldSession> sessions) {
  SuccessRate rate{.target = std::move(target)};
  for (const HeldSession& held : sessions) {
    if (auto point = success_point(held, rate.target.id)) rate.points.push_back(*std::move(point));
  }
  std::ranges::sort(rate.points, {},
                    [](const SuccessPoint& point) { return std::tuple(point.at.unix_ms(), point.session_id); });
  return rate;
}

}  // namespace doggy::progress
