#include "registry/api/report_data.h"

#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/api/chart_work.h"
#include "registry/api/services.h"
#include "registry/calendar/local_instant.h"
#include "registry/progress/abc_per_week.h"
#include "registry/report/assemble.h"
#include "registry/types/incident.h"
#include "registry/types/note.h"
#include "registry/types/trigger_exposure.h"
#include "registry/types/visit.h"
#include "registry/types/weight.h"

namespace doggy::api {
namespace {

circle::Section section_of(report::Part part) {
  switch (part) {
    case report::Part::kTraining:
    case report::Part::kHomework:
      return circle::Section::kTraining;
    case report::Part::kBehavior:
    case report::Part::kTriggers:
    case report::Part::kIncidents:
    case report::Part::kEvents:
      return circle::Section::kBehavior;
    case report::Part::kHealth:
      return circle::Section::kHealth;
    case report::Part::kVisits:
    case report::Part::kNotes:
      return circle::Section::kNotes;
  }
  return circle::Section::kProfile;
}

Timestamp start_of_day(const Date& day, std::string_view zone) {
  constexpr std::int64_t kTwoDaysMs = 172'800'000;
  return calendar::instant_after(Timestamp::from_unix_ms((day.days() * kTwoDaysMs / 2) - kTwoDaysMs), {.date = day},
                                 zone);
}

/// A report while it is being made.
struct Making {
  report::Request request;
  report::Report report;
  ChartScope scope;  // Of the period.
  ChartScope until;  // From the beginning to the period's end.
  Timestamp begin;   // Of the period.
  Date as_of;        // The period's last day, or today before its end.
};

bool has(const Making& making, report::Part part) {
  return report::includes(making.request, part) && circle::may_look_into(making.scope.grant, section_of(part));
}

// Each `making` outlives the coroutine: make_report awaits it.
Task<Result<void>> add_training(Services& services, Making& making) {
  if (!has(making, report::Part::kTraining)) co_return Result<void>{};
  report::TrainingMaterial material{.begin = making.begin};
  CO_TRY(auto targets, co_await visible_records(services, making.until, "target"));
  for (const records::Opened& one : targets) {
    auto target = typed<types::Target>(one);
    material.targets.push_back({.name = {.id = one.common.id, .name = target.name}, .target = std::move(target)});
  }
  CO_TRY(auto sessions, co_await held_sessions(services, making.until));
  material.sessions = std::move(sessions);
  CO_TRY(auto phases, co_await held_phases(services, making.scope));
  material.phases = std::move(phases);
  CO_TRY(auto events, co_await context_events(services, making.scope));
  material.events = std::move(events);
  const std::size_t count = material.sessions.size();
  CO_TRY(auto made, co_await compute(services.heavy, {}, count,
                                     [material = std::move(material)] { return report::training_part(material); }));
  making.report.training = std::move(made);
  co_return Result<void>{};
}

Task<Result<void>> add_behavior(Services& services, Making& making) {
  if (!has(making, report::Part::kBehavior)) co_return Result<void>{};
  report::BehaviorMaterial material;
  CO_TRY(auto definitions, co_await visible_records(services, making.until, "behavior-definition"));
  for (const records::Opened& one : definitions) material.definitions.push_back(typed<types::BehaviorDefinition>(one));
  CO_TRY(auto observations, co_await held_observations(services, making.scope));
  material.observations = std::move(observations);
  CO_TRY(auto phases, co_await held_phases(services, making.scope));
  material.phases = std::move(phases);
  CO_TRY(auto events, co_await context_events(services, making.scope));
  material.events = std::move(events);
  const std::size_t count = material.observations.size();
  CO_TRY(auto made, co_await compute(services.heavy, {}, count,
                                     [material = std::move(material)] { return report::behavior_part(material); }));
  making.report.behavior = std::move(made);

  CO_TRY(auto facts,
         co_await services.rollups.abc_facts(making.scope.dog_id, making.scope.grant, span_of(making.scope.range)));
  std::vector<progress::ObservedBehavior> observed;
  observed.reserve(facts.size());
  for (progress::AbcFact& one : facts)
    observed.push_back({.at = std::move(one.at), .behavior = std::move(one.behavior)});
  making.report.abc_records = progress::abc_per_week(observed, std::nullopt);
  co_return Result<void>{};
}

Task<Result<void>> add_triggers(Services& services, Making& making) {
  if (!has(making, report::Part::kTriggers)) co_return Result<void>{};
  std::vector<report::MetTrigger> met;
  CO_CHECK_OK(co_await each_record(services, making.scope, "trigger-exposure", [&met](const records::Opened& one) {
    auto exposure = typed<types::TriggerExposure>(one);
    met.push_back({.trigger = std::move(exposure.trigger),
                   .exposure = {.distance_meters = exposure.distance_meters, .reaction = exposure.reaction}});
  }));
  making.report.triggers = report::trigger_part(met);
  co_return Result<void>{};
}

Task<Result<void>> add_homework(Services& services, Making& making) {
  if (!has(making, report::Part::kHomework)) co_return Result<void>{};
  CO_TRY(auto homework, co_await read_homework(services, making.scope, std::nullopt));
  making.report.homework = {.titles = std::move(homework.titles),
                            .weeks = progress::plan_fidelity(homework.planned, homework.done, {}).weeks};
  co_return Result<void>{};
}

Task<Result<void>> add_health(Services& services, Making& making) {
  if (!has(making, report::Part::kHealth)) co_return Result<void>{};
  CO_TRY(auto weights, co_await visible_records(services, making.scope, "weight"));
  CO_TRY(auto given, co_await given_vaccinations(services, making.until));
  report::HealthReport health;
  for (const records::Opened& one : weights)
    health.weights.push_back({.at = one.common.occurred_at, .kilograms = typed<types::Weight>(one).kilograms});
  health.vaccinations = progress::vaccination_status(given, making.as_of).items;
  making.report.health = std::move(health);
  co_return Result<void>{};
}

Task<Result<void>> add_incidents(Services& services, Making& making) {
  if (!has(making, report::Part::kIncidents)) co_return Result<void>{};
  CO_TRY(auto incidents, co_await visible_records(services, making.scope, "incident"));
  auto& listed = making.report.incidents.emplace();
  for (const records::Opened& one : incidents) {
    auto incident = typed<types::Incident>(one);
    listed.push_back({.at = one.common.occurred_at,
                      .kind = incident.kind,
                      .dunbar_level = incident.dunbar_level,
                      .victim = incident.victim,
                      .description = std::move(incident.description),
                      .action_taken = std::move(incident.action_taken)});
  }
  co_return Result<void>{};
}

Task<Result<void>> add_visits(Services& services, Making& making) {
  if (!has(making, report::Part::kVisits)) co_return Result<void>{};
  CO_TRY(auto visits, co_await visible_records(services, making.scope, "visit"));
  std::vector<types::Visit> made;
  made.reserve(visits.size());
  for (const records::Opened& one : visits) made.push_back(typed<types::Visit>(one));
  making.report.visits = report::visit_part(made);
  co_return Result<void>{};
}

Task<Result<void>> add_notes(Services& services, Making& making) {
  if (!has(making, report::Part::kNotes)) co_return Result<void>{};
  auto& quoted = making.report.notes.emplace();
  for (const Uuid& id : making.request.notes) {
    auto record = co_await services.records.get(making.scope.dog_id, id.text(), making.scope.grant);
    if (!record && record.error().code == Code::kNotFound) continue;
    if (!record) co_return std::unexpected(record.error());
    CO_TRY(auto opened, records::open_record(record->body));
    if (opened.common.type != "note") continue;
    auto note = typed<types::Note>(opened);
    quoted.push_back({.at = opened.common.occurred_at,
                      .author = std::move(opened.common.author.name),
                      .text = std::move(note.text),
                      .tags = std::move(note.tags)});
  }
  co_return Result<void>{};
}

Task<Result<void>> add_events(Services& services, Making& making) {
  if (!has(making, report::Part::kEvents)) co_return Result<void>{};
  CO_TRY(auto events, co_await context_events(services, making.scope));
  making.report.events = std::move(events);
  co_return Result<void>{};
}

}  // namespace

Task<Result<report::Report>> make_report(Services& services, std::string dog_id, circle::Grant grant,
                                         report::Request request, report::Maker maker) {
  CO_TRY(auto dog, co_await services.dogs.get(dog_id, grant));
  const Date today = today_of(services, dog.time_zone);
  CO_TRY(const auto period, report::period_of(request, today));
  const std::string zone = dog.time_zone.value_or("UTC");
  const Timestamp begin = start_of_day(period.from, zone);
  const Timestamp end = start_of_day(Date::from_days(period.to.days() + 1), zone);
  ChartScope scope{.dog_id = std::move(dog_id),
                   .grant = std::move(grant),
                   .range = {.from = begin.utc_text(), .to = end.utc_text()}};
  ChartScope until = scope;
  until.range.from.clear();
  Making making{.request = std::move(request),
                .report = {.dog = {.name = std::move(dog.name),
                                   .breed = std::move(dog.breed),
                                   .sex = dog.sex,
                                   .neutered = dog.neutered,
                                   .birth_date = dog.birth_date},
                           .period = period,
                           .time_zone = std::move(dog.time_zone),
                           .made_by = std::move(maker),
                           .made_at = services.clock()},
                .scope = std::move(scope),
                .until = std::move(until),
                .begin = begin,
                .as_of = std::min(today, period.to)};
  making.report.as = making.request.as;
  for (auto add : {add_training, add_behavior, add_triggers, add_homework, add_health, add_incidents, add_visits,
                   add_notes, add_events}) {
    CO_CHECK_OK(co_await add(services, making));
  }
  report::finish(making.report);
  co_return std::move(making.report);
}

}  // namespace doggy::api
