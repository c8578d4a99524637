#include "registry/progress/event_series.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "registry/progress/iso_week.h"
#include "registry/progress/normalized_text.h"
#include "registry/progress/statistics.h"

namespace doggy::progress {
namespace {

struct Tally {
  EventPoint point;
  bool is_state = false;
  bool time_known = true;
  double seconds = 0;
  std::vector<double> durations;
  std::vector<double> latencies;
  std::vector<double> gaps;
};

const types::WatchedBehavior* watched(const types::Observation& observation, const std::string& key) {
  const auto found = std::ranges::find_if(
      observation.behaviors, [&](const types::WatchedBehavior& behavior) { return normalized(behavior.name) == key; });
  return found == observation.behaviors.end() ? nullptr : &*found;
}

std::string start_of(const Timestamp& at, Per per) {
  switch (per) {
    case Per::kSession:
      return at.text();
    case Per::kDay:
      return at.local_date();
    case Per::kWeek:
      // A timestamp's local date is a date.
      return IsoWeek::of(Date::parse(at.local_date()).value()).monday().text();
  }
  return {};
}

void add(const types::Observation& observation, const types::WatchedBehavior& behavior, Tally& tally) {
  ++tally.point.observations;
  tally.is_state |= behavior.kind == types::BehaviorKind::kState;
  tally.time_known = tally.time_known && observation.observed_seconds.has_value();
  tally.seconds += observation.observed_seconds.value_or(0);
  std::vector<double> onsets;
  for (const types::ObservedEvent& event : observation.events) {
    if (event.behavior != behavior.name) continue;
    onsets.push_back(event.onset_seconds);
    if (event.offset_seconds) tally.durations.push_back(*event.offset_seconds - event.onset_seconds);
  }
  tally.point.count += onsets.size();
  if (onsets.empty()) return;
  std::ranges::sort(onsets);
  tally.latencies.push_back(onsets.front());
  for (std::size_t i = 1; i < onsets.size(); ++i) tally.gaps.push_back(onsets[i] - onsets[i - 1]);
}

EventPoint finished(Tally tally) {
  EventPoint& point = tally.point;
  if (tally.is_state) {
    double total = 0;
    for (const double duration : tally.durations) total += duration;
    point.total_seconds = total;
  }
  if (!tally.durations.empty()) point.mean_seconds = mean(tally.durations);
  if (!tally.latencies.empty()) point.mean_latency_seconds = mean(tally.latencies);
  if (!tally.gaps.empty()) point.mean_inter_response_seconds = mean(tally.gaps);
  if (!tally.time_known || tally.seconds <= 0) {
    point.reason = "It is not known how long was observed.";
    return point;
  }
  point.observed_minutes = tally.seconds / 60;
  point.rate_per_minute = static_cast<double>(point.count) / *point.observed_minutes;
  if (point.total_seconds) point.percent = *point.total_seconds / tally.seconds * 100;
  return point;
}

}  // namespace

EventSeries event_series(std::string behavior, Per per, std::span<const HeldObservation> observations) {
  EventSeries series{.behavior = std::move(behavior), .per = per, .points = {}, .lines = {}};
  const std::string key = normalized(series.behavior);
  std::vector<const HeldObservation*> ordered;
  for (const HeldObservation& held : observations) ordered.push_back(&held);
  std::ranges::sort(ordered, {}, [](const HeldObservation* held) { return std::tuple(held->at.unix_ms(), held->id); });
  std::vector<Tally> tallies;
  std::map<std::string, std::size_t> places;
  for (const HeldObservation* held : ordered) {
    if (held->observation.method != types::ObservationMethod::kContinuous) continue;
    const types::WatchedBehavior* one = watched(held->observation, key);
    if (one == nullptr) continue;
    const std::string start = start_of(held->at, per);
    const std::string place = per == Per::kSession ? held->id.text() : start;
    const auto [at, is_new] = places.try_emplace(place, tallies.size());
    if (is_new) tallies.push_back({.point = {.start = start}});
    add(held->observation, *one, tallies[at->second]);
  }
  for (Tally& tally : tallies) series.points.push_back(finished(std::move(tally)));
  // By local dates, which need not be in the order of the instants.
  if (per != Per::kSession) std::ranges::sort(series.points, {}, &EventPoint::start);
  return series;
}

}  // namespace doggy::progress
