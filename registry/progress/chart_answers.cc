#include "registry/progress/chart_answers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace doggy::progress {

PhaseChanges phase_changes(std::span<const DatedValue> values, std::span<const PhaseLine> phases, WantedChange wanted) {
  PhaseChanges result{.wanted = wanted, .changes = {}};
  std::vector<std::vector<double>> by_phase(phases.size());
  for (const DatedValue& value : values) {
    const PhaseLine* phase = phase_at(phases, value.at);
    if (phase == nullptr)
      ++result.before_first_phase;
    else
      by_phase[static_cast<std::size_t>(phase - phases.data())].push_back(value.value);
  }
  for (std::size_t i = 1; i < phases.size(); ++i)
    result.changes.push_back(
        {.before = phases[i - 1], .after = phases[i], .effects = phase_effects(by_phase[i - 1], by_phase[i], wanted)});
  return result;
}

PhaseChanges success_phase_changes(std::span<const SuccessPoint> points, std::span<const PhaseLine> phases) {
  std::vector<DatedValue> values;
  for (const SuccessPoint& point : points)
    if (point.percent) values.push_back({.at = point.at, .value = *point.percent});
  return phase_changes(values, phases, WantedChange::kIncrease);
}

PhaseChanges rate_phase_changes(std::span<const EventPoint> points, std::span<const PhaseLine> phases,
                                WantedChange wanted) {
  std::vector<DatedValue> values;
  for (const EventPoint& point : points)
    // A series by session begins its points with the observations' times.
    if (point.rate_per_minute)
      values.push_back({.at = Timestamp::parse(point.start).value(), .value = *point.rate_per_minute});
  return phase_changes(values, phases, wanted);
}

CelerationChart celeration_chart(EventSeries by_day) {
  CelerationChart chart{.behavior = std::move(by_day.behavior), .days = std::move(by_day.points)};
  std::vector<DailyRate> rates;
  std::vector<DailyValue> logarithms;
  for (const EventPoint& point : chart.days) {
    if (!point.rate_per_minute) continue;
    // A series by day begins its points with dates.
    const auto day = static_cast<double>(Date::parse(point.start).value().days());
    rates.push_back({day, *point.rate_per_minute});
    if (*point.rate_per_minute > 0) logarithms.push_back({day, std::log10(*point.rate_per_minute)});
  }
  chart.celeration = celeration(rates);
  chart.split_middle = split_middle(logarithms);
  constexpr double kWeekDays = 7;
  if (chart.split_middle.slope_per_day)
    chart.split_middle_per_week = std::pow(10, kWeekDays * *chart.split_middle.slope_per_day);
  return chart;
}

}  // namespace doggy::progress
