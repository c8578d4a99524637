#include "registry/progress/chart_lines.h"

#include <algorithm>
#include <utility>

#include "registry/progress/normalized_text.h"

namespace doggy::progress {

ChartLines lines_of(std::span<const HeldPhase> phases, std::vector<EventLine> events, const LinesOf& of) {
  ChartLines lines{.phases = {}, .events = std::move(events)};
  const std::string behavior = normalized(of.behavior);
  for (const auto& [at, phase] : phases) {
    const bool is_of_it = of.target_id ? phase.target_id == of.target_id
                                       : !behavior.empty() && phase.behavior && normalized(*phase.behavior) == behavior;
    if (is_of_it) lines.phases.push_back({.at = at, .kind = phase.kind, .name = phase.name});
  }
  sort_lines(lines);
  return lines;
}

void sort_lines(ChartLines& lines) {
  std::ranges::sort(lines.phases, {}, &PhaseLine::at);
  std::ranges::sort(lines.events, {}, &EventLine::at);
}

const PhaseLine* phase_at(std::span<const PhaseLine> phases, const Timestamp& at) {
  const auto next = std::ranges::upper_bound(phases, at, {}, &PhaseLine::at);
  return next == phases.begin() ? nullptr : &*std::prev(next);
}

}  // namespace doggy::progress
