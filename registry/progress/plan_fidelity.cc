#include "registry/progress/plan_fidelity.h"

#include <algorithm>
#include <map>

#include "registry/progress/iso_week.h"

namespace doggy::progress {
namespace {

constexpr std::int64_t kWeekDays = 7;

struct FidelityTally {
  double planned = 0;
  std::uint64_t done = 0;
  std::uint64_t correct = 0;
  std::uint64_t trials = 0;
};
using Tallies = std::map<IsoWeek, FidelityTally>;

void add_plan(const PlannedHomework& homework, Tallies& tallies) {
  if (!homework.times_per_week || homework.to < homework.from) return;
  for (IsoWeek week = IsoWeek::of(homework.from); week.monday() <= homework.to; week = week.next()) {
    const std::int64_t first = std::max(week.monday().days(), homework.from.days());
    const std::int64_t last = std::min(week.monday().days() + kWeekDays - 1, homework.to.days());
    tallies[week].planned += *homework.times_per_week * static_cast<double>(last - first + 1) / kWeekDays;
  }
}

FidelityWeek week_of(const IsoWeek& week, const FidelityTally& tally) {
  FidelityWeek point{.week = week.text(), .start = week.monday(), .planned = tally.planned, .done = tally.done};
  if (tally.planned > 0)
    point.percent = static_cast<double>(tally.done) * 100 / tally.planned;
  else
    point.reason = "Nothing was planned for this week.";
  if (tally.trials > 0)
    point.outcome_percent = static_cast<double>(tally.correct) * 100 / static_cast<double>(tally.trials);
  return point;
}

}  // namespace

PlanFidelity plan_fidelity(std::span<const PlannedHomework> homework, std::span<const Date> done,
                           std::span<const DailyOutcome> outcomes) {
  Tallies tallies;
  for (const PlannedHomework& one : homework) add_plan(one, tallies);
  for (const Date& day : done) ++tallies[IsoWeek::of(day)].done;
  PlanFidelity result;
  if (tallies.empty()) return result;
  const IsoWeek first = tallies.begin()->first;
  const IsoWeek last = tallies.rbegin()->first;
  for (const DailyOutcome& outcome : outcomes) {
    const IsoWeek week = IsoWeek::of(outcome.day);
    if (week < first || week > last) continue;
    tallies[week].correct += outcome.correct;
    tallies[week].trials += outcome.trials;
  }
  for (IsoWeek week = first; week <= last; week = week.next()) result.weeks.push_back(week_of(week, tallies[week]));
  return result;
}

}  // namespace doggy::progress
