#include "registry/types/observation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace doggy::types {
namespace {

using Kinds = std::map<std::string_view, BehaviorKind>;

Kinds check_behaviors(const Observation& observation, codec::Errors& errors) {
  Kinds kinds;
  for (std::size_t i = 0; i < observation.behaviors.size(); ++i) {
    const WatchedBehavior& behavior = observation.behaviors[i];
    if (!kinds.emplace(behavior.name, behavior.kind).second)
      errors.push_back({fmt::format("behaviors[{}].name", i), "unique", "Each behavior once."});
    if (behavior.definition_version && !behavior.definition_id)
      errors.push_back({fmt::format("behaviors[{}].definitionVersion", i), "notApplicable",
                        "A version is of a definition; give definitionId too."});
  }
  return kinds;
}

// One event by itself.
void check_event(const Observation& observation, std::size_t place, const Kinds& kinds, codec::Errors& errors) {
  const ObservedEvent& event = observation.events[place];
  const auto wrong = [&](std::string_view field, std::string_view rule, std::string message) {
    errors.push_back({fmt::format("events[{}].{}", place, field), std::string(rule), std::move(message)});
  };
  const auto kind = kinds.find(event.behavior);
  if (kind == kinds.end()) return wrong("behavior", "reference", "Is not among the behaviors watched for.");
  const bool state = kind->second == BehaviorKind::kState;
  if (!state && event.offset_seconds) wrong("offsetSeconds", "notApplicable", "A point event has no end.");
  if (state && !event.offset_seconds && observation.complete)
    wrong("offsetSeconds", "required", "A state event needs its end when the observation is complete.");
  if (event.offset_seconds && *event.offset_seconds < event.onset_seconds)
    wrong("offsetSeconds", "order", "Must not be before the onset.");
  if (!observation.observed_seconds) return;
  if (event.onset_seconds > *observation.observed_seconds)
    wrong("onsetSeconds", "maximum", "Must lie within the observed time.");
  if (event.offset_seconds && *event.offset_seconds > *observation.observed_seconds)
    wrong("offsetSeconds", "maximum", "Must lie within the observed time.");
}

// State events of one behavior follow each other; one that has not ended lasts on.
void check_overlaps(const Observation& observation, const Kinds& kinds, codec::Errors& errors) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < observation.events.size(); ++i) {
    const auto kind = kinds.find(observation.events[i].behavior);
    if (kind != kinds.end() && kind->second == BehaviorKind::kState) order.push_back(i);
  }
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(observation.events[i].onset_seconds, i); });
  std::map<std::string_view, std::size_t> last;
  for (const std::size_t i : order) {
    const ObservedEvent& event = observation.events[i];
    const auto [before, first] = last.try_emplace(event.behavior, i);
    if (first) continue;
    const auto end = observation.events[before->second].offset_seconds;
    if (!end || *end > event.onset_seconds) {
      errors.push_back({fmt::format("events[{}].onsetSeconds", i), "overlap",
                        fmt::format("{} was still going on since event {}.", event.behavior, before->second)});
    }
    // The one that lasts longer is what the next must not overlap.
    if (end && (!event.offset_seconds || *event.offset_seconds > *end)) before->second = i;
  }
}

void check_continuous(const Observation& observation, const Kinds& kinds, codec::Errors& errors) {
  if (observation.interval_seconds)
    errors.push_back({"intervalSeconds", "notApplicable", "The continuous method has no intervals."});
  if (!observation.intervals.empty())
    errors.push_back({"intervals", "notApplicable", "The continuous method has no intervals."});
  if (observation.complete && !observation.observed_seconds)
    errors.push_back({"observedSeconds", "required", "A complete observation says how long was watched."});
  for (std::size_t i = 0; i < observation.events.size(); ++i) check_event(observation, i, kinds, errors);
  check_overlaps(observation, kinds, errors);
}

void check_rows(const Observation& observation, const Kinds& kinds, codec::Errors& errors) {
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < observation.intervals.size(); ++i) {
    const IntervalScores& row = observation.intervals[i];
    const auto wrong = [&](std::string_view field, std::string_view rule, std::string message) {
      errors.push_back({fmt::format("intervals[{}].{}", i, field), std::string(rule), std::move(message)});
    };
    if (!kinds.contains(row.behavior)) wrong("behavior", "reference", "Is not among the behaviors watched for.");
    if (std::ranges::find(seen, row.behavior) != seen.end()) wrong("behavior", "unique", "Each behavior has one row.");
    seen.push_back(row.behavior);
    if (row.scores.size() != observation.intervals.front().scores.size())
      wrong("scores", "match", "Every behavior has the same number of intervals.");
    // A hair's breadth for lengths such as 0.1 s that have no exact number.
    const double covered = static_cast<double>(row.scores.size()) * observation.interval_seconds.value_or(0);
    if (observation.observed_seconds && covered > *observation.observed_seconds + 1e-6)
      wrong("scores", "maximum", "The intervals reach beyond the observed time.");
  }
}

void check_intervals(const Observation& observation, const Kinds& kinds, codec::Errors& errors) {
  if (!observation.interval_seconds)
    errors.push_back({"intervalSeconds", "required", "Interval methods need the length of an interval."});
  if (!observation.observed_seconds)
    errors.push_back({"observedSeconds", "required", "Interval methods need the observed time."});
  if (!observation.events.empty())
    errors.push_back({"events", "notApplicable", "Interval methods have scores and no events."});
  check_rows(observation, kinds, errors);
}

codec::Errors check(const Observation& observation, const Context&) {
  codec::Errors errors;
  const Kinds kinds = check_behaviors(observation, errors);
  if (observation.method == ObservationMethod::kContinuous) {
    check_continuous(observation, kinds, errors);
  } else {
    check_intervals(observation, kinds, errors);
  }
  return errors;
}

Pairing pairing(const boost::json::object& fields) {
  Pairing pair{.blind = fields.at("blind").as_bool(), .complete = fields.at("complete").as_bool(), .paired_with = {}};
  if (const auto* first = fields.if_contains("pairedWith")) pair.paired_with = std::string(first->as_string());
  return pair;
}

}  // namespace

RecordType observation_type() {
  using circle::Role;
  return make_record_type<Observation, check>(
      {.section = circle::Section::kBehavior, .default_audience = {Role::kOwner, Role::kTrainer}, .pairing = pairing});
}

}  // namespace doggy::types
