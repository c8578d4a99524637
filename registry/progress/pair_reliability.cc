#include "registry/progress/pair_reliability.h"

#include <algorithm>
#include <cmath>

#include "registry/progress/agreement.h"
#include "registry/progress/normalized_text.h"

namespace doggy::progress {
namespace {

using types::ObservationMethod;

/// One behavior as one observer recorded it.
struct Recorded {
  std::vector<double> counts;  // Of each interval.
  std::vector<bool> scores;
  std::vector<double> durations;  // Of states, in their order.
  bool is_state = false;
};

void add_event(const types::ObservedEvent& event, double interval, Recorded& recorded) {
  const auto at = [&](double seconds) {
    const auto place = static_cast<std::size_t>(std::max(0.0, seconds / interval));
    return std::min(place, recorded.counts.size() - 1);
  };
  const std::size_t first = at(event.onset_seconds);
  ++recorded.counts[first];
  recorded.scores[first] = true;
  if (!event.offset_seconds) return;
  recorded.durations.push_back(*event.offset_seconds - event.onset_seconds);
  // An interval that a state only touches with its end is not part of it.
  const auto last = std::max(first, at(std::max(event.onset_seconds, *event.offset_seconds - 1e-9)));
  for (std::size_t i = first; i <= last; ++i) recorded.scores[i] = true;
}

Recorded continuous(const types::Observation& observation, const types::WatchedBehavior& behavior, double interval) {
  Recorded recorded{.is_state = behavior.kind == types::BehaviorKind::kState};
  const auto intervals =
      static_cast<std::size_t>(std::ceil(observation.observed_seconds.value_or(0) / interval - 1e-9));
  recorded.counts.assign(intervals, 0);
  recorded.scores.assign(intervals, false);
  if (intervals == 0) return recorded;
  std::vector<const types::ObservedEvent*> events;
  for (const types::ObservedEvent& event : observation.events)
    if (event.behavior == behavior.name) events.push_back(&event);
  std::ranges::sort(events, {}, [](const types::ObservedEvent* event) { return event->onset_seconds; });
  for (const types::ObservedEvent* event : events) add_event(*event, interval, recorded);
  return recorded;
}

Recorded by_intervals(const types::Observation& observation, const types::WatchedBehavior& behavior) {
  Recorded recorded;
  for (const types::IntervalScores& row : observation.intervals)
    if (row.behavior == behavior.name) recorded.scores = row.scores;
  return recorded;
}

Recorded recorded(const types::Observation& observation, const types::WatchedBehavior& behavior, double interval) {
  return observation.method == ObservationMethod::kContinuous ? continuous(observation, behavior, interval)
                                                              : by_intervals(observation, behavior);
}

std::vector<int> numbers(const std::vector<bool>& scores) {
  return {scores.begin(), scores.end()};
}

BehaviorReliability compare(std::string name, const Recorded& first, const Recorded& second) {
  BehaviorReliability result{.behavior = std::move(name)};
  if (first.counts.empty()) {
    const std::string reason = "Interval recordings have no counts.";
    for (Figure* figure : {&result.total_count, &result.mean_count_per_interval, &result.exact_count_per_interval})
      *figure = not_computable(reason, 0);
  } else {
    result.total_count = total_count_agreement(first.counts, second.counts);
    result.mean_count_per_interval = mean_count_per_interval_agreement(first.counts, second.counts);
    result.exact_count_per_interval = exact_count_per_interval_agreement(first.counts, second.counts);
  }
  result.mean_duration_per_occurrence = first.is_state
                                            ? mean_duration_per_occurrence_agreement(first.durations, second.durations)
                                            : not_computable("There are no durations.", 0);
  result.interval_by_interval = interval_agreement(first.scores, second.scores);
  result.scored_interval = scored_interval_agreement(first.scores, second.scores);
  result.unscored_interval = unscored_interval_agreement(first.scores, second.scores);
  result.kappa = cohens_kappa(numbers(first.scores), numbers(second.scores));
  return result;
}

std::vector<TimedState> states(const types::Observation& observation) {
  std::vector<TimedState> found;
  for (const types::ObservedEvent& event : observation.events)
    if (event.offset_seconds) found.push_back({normalized(event.behavior), event.onset_seconds, *event.offset_seconds});
  return found;
}

}  // namespace

PairReliability pair_reliability(const types::Observation& first, const types::Observation& second,
                                 double interval_seconds) {
  PairReliability result{.first_observer = first.observer,
                         .second_observer = second.observer,
                         .interval_seconds = first.interval_seconds.value_or(interval_seconds)};
  result.time_unit_kappa = not_computable("It is for continuous recordings of the same length.", 0);
  if (first.method != second.method) {
    result.reason = "The two were recorded by different methods.";
    return result;
  }
  if (first.interval_seconds != second.interval_seconds) {
    result.reason = "The two have intervals of different length.";
    return result;
  }
  for (const types::WatchedBehavior& behavior : first.behaviors) {
    const auto other = std::ranges::find_if(second.behaviors, [&](const types::WatchedBehavior& candidate) {
      return normalized(candidate.name) == normalized(behavior.name) && candidate.kind == behavior.kind;
    });
    if (other == second.behaviors.end()) continue;
    result.behaviors.push_back(compare(behavior.name, recorded(first, behavior, interval_seconds),
                                       recorded(second, *other, interval_seconds)));
  }
  std::ranges::sort(result.behaviors, {}, &BehaviorReliability::behavior);
  if (result.behaviors.empty()) result.reason = "No behavior was watched for by both.";
  if (first.method == ObservationMethod::kContinuous && first.observed_seconds == second.observed_seconds)
    result.time_unit_kappa = time_unit_kappa(states(first), states(second), first.observed_seconds.value_or(0), 1);
  return result;
}

}  // namespace doggy::progress
