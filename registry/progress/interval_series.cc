#include "registry/progress/interval_series.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "registry/progress/normalized_text.h"

namespace doggy::progress {
namespace {

IntervalPoint point_of(const HeldObservation& held, const std::vector<bool>& scores) {
  IntervalPoint point{.observation_id = held.id,
                      .at = held.at,
                      .method = held.observation.method,
                      .interval_seconds = held.observation.interval_seconds.value_or(0),
                      .intervals = scores.size(),
                      .scored = static_cast<std::uint64_t>(std::ranges::count(scores, true))};
  if (point.intervals == 0)
    point.reason = "There are no intervals.";
  else
    point.percent = static_cast<double>(point.scored) * 100 / static_cast<double>(point.intervals);
  return point;
}

}  // namespace

IntervalSeries interval_series(std::string behavior, std::span<const HeldObservation> observations) {
  IntervalSeries series{.behavior = std::move(behavior), .points = {}, .lines = {}};
  const std::string key = normalized(series.behavior);
  for (const HeldObservation& held : observations)
    for (const types::IntervalScores& row : held.observation.intervals)
      if (normalized(row.behavior) == key) series.points.push_back(point_of(held, row.scores));
  std::ranges::sort(series.points, {},
                    [](const IntervalPoint& point) { return std::tuple(point.at.unix_ms(), point.observation_id); });
  return series;
}

}  // namespace doggy::progress
