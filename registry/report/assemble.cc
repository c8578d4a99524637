#include "registry/report/assemble.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

#include "registry/progress/normalized_text.h"

namespace doggy::report {
namespace {

Change change_of(std::vector<progress::Figure> figures, const char* reason) {
  if (figures.empty())
    return {.begin = progress::not_computable(reason, 0), .end = progress::not_computable(reason, 0)};
  return {.begin = std::move(figures.front()), .end = std::move(figures.back())};
}

Change success_change(const std::vector<progress::SuccessPoint>& points) {
  std::vector<progress::Figure> figures;
  for (const auto& point : points)
    if (point.percent) figures.push_back(progress::computable(*point.percent, point.trials));
  return change_of(std::move(figures), "There is no session with valid trials in the period.");
}

Change rate_change(const std::vector<progress::EventPoint>& points) {
  std::vector<progress::Figure> figures;
  for (const auto& point : points)
    if (point.rate_per_minute) figures.push_back(progress::computable(*point.rate_per_minute, point.count));
  return change_of(std::move(figures), "There is no continuous observation of known length in the period.");
}

std::vector<progress::HeldSession> since(const Timestamp& begin, const std::vector<progress::HeldSession>& sessions) {
  std::vector<progress::HeldSession> kept;
  std::ranges::copy_if(sessions, std::back_inserter(kept), [&](const auto& held) { return held.at >= begin; });
  return kept;
}

TargetReport report_of(const TrainedTarget& trained, const TrainingMaterial& material,
                       const std::vector<progress::HeldSession>& held) {
  const auto& [name, target] = trained;
  auto rate = progress::success_rate(name, held);
  auto lines = progress::lines_of(material.phases, material.events, {.target_id = name.id, .behavior = {}});
  TargetReport report{.name = target.name,
                      .goal = target.goal,
                      .steps = target.steps.size(),
                      .success = success_change(rate.points),
                      .advice = progress::step_advice(name.id, target, material.sessions),
                      .mastery = progress::mastery(name.id, target, material.sessions),
                      .points = std::move(rate.points),
                      .lines = std::move(lines)};
  report.phases = progress::success_phase_changes(report.points, report.lines.phases);
  report.generalization = progress::generalization(name.id, target, held).cells;
  return report;
}

// Each behavior that was watched for, as it was first written, by its normalized name.
std::map<std::string, std::string> watched(const std::vector<progress::HeldObservation>& observations) {
  std::map<std::string, std::string> names;
  const auto add = [&](const std::string& name) { names.try_emplace(progress::normalized(name), name); };
  // Oldest first, so that an older spelling stays when newer ones come.
  for (const auto& held : observations | std::views::reverse) {
    for (const auto& one : held.observation.behaviors) add(one.name);
    for (const auto& one : held.observation.events) add(one.behavior);
    for (const auto& one : held.observation.intervals) add(one.behavior);
  }
  return names;
}

progress::WantedChange wanted_of(const types::BehaviorDefinition* definition) {
  return definition != nullptr && definition->direction == types::WantedDirection::kIncrease
             ? progress::WantedChange::kIncrease
             : progress::WantedChange::kDecrease;
}

BehaviorReport report_of(const std::string& behavior, const BehaviorMaterial& material) {
  const std::string key = progress::normalized(behavior);
  const auto found =
      std::ranges::find(material.definitions, key, [](const auto& one) { return progress::normalized(one.name); });
  const types::BehaviorDefinition* definition = found == material.definitions.end() ? nullptr : &*found;
  auto series = progress::event_series(behavior, progress::Per::kSession, material.observations);
  auto by_day = progress::event_series(behavior, progress::Per::kDay, material.observations);
  BehaviorReport report{.behavior = behavior,
                        .definition = definition == nullptr ? std::nullopt : definition->operational_definition,
                        .wanted = wanted_of(definition),
                        .rate = rate_change(series.points),
                        .celeration = progress::celeration_chart(std::move(by_day)).celeration,
                        .points = std::move(series.points)};
  report.intervals = progress::interval_series(behavior, material.observations).points;
  report.lines = progress::lines_of(material.phases, material.events, {.target_id = {}, .behavior = behavior});
  report.phases = progress::rate_phase_changes(report.points, report.lines.phases, report.wanted);
  return report;
}

}  // namespace

std::vector<TargetReport> training_part(const TrainingMaterial& material) {
  const auto held = since(material.begin, material.sessions);
  std::vector<TargetReport> reports;
  for (const TrainedTarget& trained : material.targets) {
    TargetReport report = report_of(trained, material, held);
    if (!report.points.empty() || !trained.target.archived) reports.push_back(std::move(report));
  }
  std::ranges::stable_sort(reports, {}, [](const auto& one) { return progress::normalized(one.name); });
  return reports;
}

std::vector<BehaviorReport> behavior_part(const BehaviorMaterial& material) {
  std::vector<BehaviorReport> reports;
  for (const auto& [key, behavior] : watched(material.observations)) reports.push_back(report_of(behavior, material));
  return reports;
}

std::vector<TriggerReport> trigger_part(const std::vector<MetTrigger>& met) {
  struct Met {
    std::string trigger;
    std::vector<progress::Exposure> exposures;
  };
  std::map<std::string, Met> by_name;
  for (const auto& [trigger, exposure] : met) {
    auto& of_it =
        by_name.try_emplace(progress::normalized(trigger), trigger, std::vector<progress::Exposure>{}).first->second;
    of_it.exposures.push_back(exposure);
  }
  std::vector<TriggerReport> reports;
  reports.reserve(by_name.size());
  for (auto& [key, one] : by_name)
    reports.push_back({.trigger = std::move(one.trigger), .threshold = progress::trigger_threshold(one.exposures)});
  return reports;
}

std::vector<VisitCount> visit_part(const std::vector<types::Visit>& visits) {
  std::map<types::VisitKind, std::uint64_t> counts;
  for (const types::Visit& visit : visits) ++counts[visit.kind];
  std::vector<VisitCount> result;
  result.reserve(counts.size());
  for (const auto& [kind, count] : counts) result.push_back({.kind = kind, .count = count});
  return result;
}

void finish(Report& report) {
  const auto define = [&](Part part) {
    for (Definition& one : definitions_of(part)) report.definitions.push_back(std::move(one));
  };
  if (report.training) define(Part::kTraining);
  if (report.behavior) define(Part::kBehavior);
  if (report.triggers) define(Part::kTriggers);
  if (report.homework) define(Part::kHomework);
  if (report.health) define(Part::kHealth);
  const auto oldest_first = [](auto& list) {
    if (list) std::ranges::stable_sort(*list, {}, [](const auto& one) { return one.at; });
  };
  oldest_first(report.incidents);
  oldest_first(report.notes);
  oldest_first(report.events);
  if (report.health) std::ranges::stable_sort(report.health->weights, {}, &WeightPoint::at);
}

}  // namespace doggy::report
