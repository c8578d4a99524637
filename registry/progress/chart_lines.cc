#include "registry/progress/chart_lines.h"

#include <algorithm>

namespace doggy::progress {

void sort_lines(ChartLines& lines) {
  std::ranges::sort(lines.phases, {}, &PhaseLine::at);
  std::ranges::sort(lines.events, {}, &EventLine::at);
}

const PhaseLine* phase_at(std::span<const PhaseLine> phases, const Timestamp& at) {
  const auto next = std::ranges::upper_bound(phases, at, {}, &PhaseLine::at);
  return next == phases.begin() ? nullptr : &*std::prev(next);
}

}  // namespace doggy::progress
