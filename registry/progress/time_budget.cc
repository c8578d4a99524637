#include "registry/progress/time_budget.h"

#include <algorithm>
#include <map>

#include "registry/progress/normalized_text.h"
#include "registry/progress/statistics.h"

namespace doggy::progress {
namespace {

struct BudgetTally {
  std::string name;  // In the spelling met first.
  bool is_state = false;
  std::uint64_t number = 0;
  std::vector<double> durations;
  std::vector<double> gaps;
};

void add_events(const std::vector<types::ObservedEvent>& events, BudgetTally& tally) {
  std::vector<const types::ObservedEvent*> ordered;
  ordered.reserve(events.size());
  for (const types::ObservedEvent& event : events) ordered.push_back(&event);
  std::ranges::sort(ordered, {}, [](const types::ObservedEvent* event) { return event->onset_seconds; });
  const types::ObservedEvent* before = nullptr;
  for (const types::ObservedEvent* event : ordered) {
    ++tally.number;
    if (event->offset_seconds) tally.durations.push_back(*event->offset_seconds - event->onset_seconds);
    // After a state that has not ended there is no gap.
    const bool ended = before != nullptr && (!tally.is_state || before->offset_seconds);
    if (ended) tally.gaps.push_back(event->onset_seconds - before->offset_seconds.value_or(before->onset_seconds));
    before = event;
  }
}

std::optional<double> mean_of(const std::vector<double>& values) {
  return values.empty() ? std::nullopt : std::optional(mean(values));
}

BehaviorBudget budget_of(const std::string& name, const BudgetTally& tally, std::optional<double> observed) {
  BehaviorBudget budget{.behavior = name, .is_state = tally.is_state, .number = tally.number};
  if (tally.is_state) {
    double total = 0;
    for (const double duration : tally.durations) total += duration;
    budget.total_seconds = total;
    budget.mean_seconds = mean_of(tally.durations);
    budget.deviation_seconds = standard_deviation(tally.durations);
    if (observed && *observed > 0) budget.percent = total / *observed * 100;
  }
  budget.inter_event_mean_seconds = mean_of(tally.gaps);
  budget.inter_event_deviation_seconds = standard_deviation(tally.gaps);
  return budget;
}

}  // namespace

TimeBudget time_budget(std::span<const types::Observation> observations) {
  TimeBudget result{.observed_seconds = 0};
  std::map<std::string, BudgetTally> tallies;
  for (const types::Observation& observation : observations) {
    if (observation.method != types::ObservationMethod::kContinuous) continue;
    ++result.observations;
    if (result.observed_seconds && observation.observed_seconds)
      *result.observed_seconds += *observation.observed_seconds;
    else
      result.observed_seconds.reset();
    std::map<std::string, std::vector<types::ObservedEvent>> events;
    for (const types::WatchedBehavior& behavior : observation.behaviors) {
      BudgetTally& tally = tallies[normalized(behavior.name)];
      if (tally.name.empty()) tally.name = behavior.name;
      tally.is_state |= behavior.kind == types::BehaviorKind::kState;
    }
    for (const types::ObservedEvent& event : observation.events) events[normalized(event.behavior)].push_back(event);
    for (const auto& [key, of_behavior] : events) add_events(of_behavior, tallies[key]);
  }
  for (const auto& [key, tally] : tallies)
    result.behaviors.push_back(budget_of(tally.name, tally, result.observed_seconds));
  return result;
}

}  // namespace doggy::progress
