#include "registry/api/behavior_charts_api.h"

#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/api/chart_work.h"
#include "registry/api/services.h"
#include "registry/progress/abc_analysis.h"
#include "registry/progress/abc_per_week.h"
#include "registry/progress/chart_answers.h"
#include "registry/progress/cumulative_record.h"
#include "registry/progress/heat_map.h"
#include "registry/progress/interval_series.h"
#include "registry/progress/normalized_text.h"
#include "registry/progress/pair_reliability.h"
#include "registry/progress/time_budget.h"
#include "registry/progress/trigger_threshold.h"
#include "registry/types/abc_record.h"
#include "registry/types/trigger_exposure.h"

namespace doggy::api {
namespace {

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

Task<Answer> abc_per_week(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {"behavior"}));
  const auto behavior = request.query_param("behavior");
  auto facts = co_await services.rollups.abc_facts(scope.dog_id, scope.grant, span_of(scope.range));
  if (!facts) co_return std::unexpected(facts.error());
  const std::size_t count = facts->size();
  co_return co_await computed_answer(
      services.heavy, std::move(request.client_left), count, [facts = std::move(*facts), behavior]() mutable {
        std::vector<progress::ObservedBehavior> observed;
        for (progress::AbcFact& one : facts)
          observed.push_back({.at = std::move(one.at), .behavior = std::move(one.behavior)});
        return progress::abc_per_week(observed, view_of(behavior));
      });
}

Task<Answer> abc_analysis(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {"behavior"}));
  const auto behavior = request.query_param("behavior");
  auto facts = co_await services.rollups.abc_facts(scope.dog_id, scope.grant, span_of(scope.range));
  if (!facts) co_return std::unexpected(facts.error());
  const std::size_t count = facts->size();
  co_return co_await computed_answer(
      services.heavy, std::move(request.client_left), count,
      [facts = std::move(*facts), behavior] { return progress::abc_analysis(facts, view_of(behavior)); });
}

Result<progress::Per> read_per(const http::Request& request) {
  const std::string per = request.query_param("per").value_or("session");
  if (per == "session") return progress::Per::kSession;
  if (per == "day") return progress::Per::kDay;
  if (per == "week") return progress::Per::kWeek;
  return fail_field("per", "enum", "Must be session, day or week.");
}

/// What a chart of an observed behavior is made from, by the query.
struct ObservedRequest {
  ChartScope scope;
  std::string behavior;
  std::vector<progress::HeldObservation> observations;
};

Task<Result<ObservedRequest>> read_observed(Services& services, http::Request request, circle::Grant grant,
                                            std::initializer_list<std::string_view> known) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), known));
  CO_TRY(auto behavior, read_behavior(request));
  CO_TRY(auto observations, co_await held_observations(services, scope));
  co_return ObservedRequest{
      .scope = std::move(scope), .behavior = std::move(behavior), .observations = std::move(observations)};
}

Task<Answer> event_series(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(const progress::Per per, read_per(request));
  const Abandoned left = request.client_left;
  CO_TRY(ObservedRequest read,
         co_await read_observed(services, std::move(request), std::move(grant), {"behavior", "per", "wanted"}));
  CO_TRY(progress::ChartLines lines,
         co_await chart_lines(services, std::move(read.scope), {.target_id = {}, .behavior = read.behavior}));
  const std::size_t count = read.observations.size();
  co_return co_await computed_answer(
      services.heavy, left, count, [read = std::move(read), lines = std::move(lines), per]() mutable {
        auto series = progress::event_series(std::move(read.behavior), per, read.observations);
        series.lines = std::move(lines);
        return series;
      });
}

Task<Answer> interval_series(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(ObservedRequest read, co_await read_observed(services, std::move(request), std::move(grant), {"behavior"}));
  CO_TRY(progress::ChartLines lines,
         co_await chart_lines(services, std::move(read.scope), {.target_id = {}, .behavior = read.behavior}));
  const std::size_t count = read.observations.size();
  co_return co_await computed_answer(
      services.heavy, left, count, [read = std::move(read), lines = std::move(lines)]() mutable {
        auto series = progress::interval_series(std::move(read.behavior), read.observations);
        series.lines = std::move(lines);
        return series;
      });
}

Task<Answer> celeration(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(ObservedRequest read,
         co_await read_observed(services, std::move(request), std::move(grant), {"behavior", "per", "wanted"}));
  const std::size_t count = read.observations.size();
  co_return co_await computed_answer(services.heavy, left, count, [read = std::move(read)]() mutable {
    return progress::celeration_chart(
        progress::event_series(std::move(read.behavior), progress::Per::kDay, read.observations));
  });
}

Task<Answer> cumulative_events(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(ObservedRequest read,
         co_await read_observed(services, std::move(request), std::move(grant), {"behavior", "per", "wanted"}));
  const std::size_t count = read.observations.size();
  co_return co_await computed_answer(services.heavy, left, count, [read = std::move(read)]() mutable {
    const auto series = progress::event_series(std::move(read.behavior), progress::Per::kSession, read.observations);
    std::vector<progress::Responses> responses;
    responses.reserve(responses.size() + series.points.size());
    for (const progress::EventPoint& point : series.points)
      // A series by session begins its points with the observations' times.
      responses.push_back({.at = Timestamp::parse(point.start).value(), .count = point.count});
    return progress::cumulative_record(std::move(responses));
  });
}

Task<Answer> behavior_phase_effects(Services& services, http::Request request, Caller, circle::Grant grant) {
  const std::string wanted = request.query_param("wanted").value_or("decrease");
  if (wanted != "increase" && wanted != "decrease")
    co_return fail_field("wanted", "enum", "Must be increase or decrease.");
  const auto change = wanted == "increase" ? progress::WantedChange::kIncrease : progress::WantedChange::kDecrease;
  const Abandoned left = request.client_left;
  CO_TRY(ObservedRequest read,
         co_await read_observed(services, std::move(request), std::move(grant), {"behavior", "per", "wanted"}));
  CO_TRY(progress::ChartLines lines,
         co_await chart_lines(services, std::move(read.scope), {.target_id = {}, .behavior = read.behavior}));
  const std::size_t count = read.observations.size();
  co_return co_await computed_answer(
      services.heavy, left, count, [read = std::move(read), lines = std::move(lines), change]() mutable {
        const auto series =
            progress::event_series(std::move(read.behavior), progress::Per::kSession, read.observations);
        return progress::rate_phase_changes(series.points, lines.phases, change);
      });
}

Task<Answer> time_budget(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {"observationId"}));
  const auto only = request.query_param("observationId");
  CO_TRY(auto held, co_await held_observations(services, std::move(scope)));
  std::vector<types::Observation> observations;
  for (progress::HeldObservation& one : held)
    if (!only || one.id.text() == *only) observations.push_back(std::move(one.observation));
  if (only && observations.empty())
    co_return fail_field("observationId", "reference", "This dog has no such observation.");
  const std::size_t count = observations.size();
  co_return co_await computed_answer(
      services.heavy, std::move(request.client_left), count,
      [observations = std::move(observations)] { return progress::time_budget(observations); });
}

Task<Answer> trigger_threshold(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {"trigger", "cutoff"}));
  const auto cutoff = read_number(request, "cutoff", 2, 1, 5);
  if (!cutoff) co_return std::unexpected(cutoff.error());
  const auto trigger = request.query_param("trigger").transform(progress::normalized);
  std::vector<progress::Exposure> exposures;
  CO_CHECK_OK(co_await each_record(services, std::move(scope), "trigger-exposure", [&](const records::Opened& one) {
    const auto exposure = typed<types::TriggerExposure>(one);
    if (!trigger || progress::normalized(exposure.trigger) == *trigger)
      exposures.push_back({.distance_meters = exposure.distance_meters, .reaction = exposure.reaction});
  }));
  const std::size_t count = exposures.size();
  co_return co_await computed_answer(
      services.heavy, std::move(request.client_left), count,
      [exposures = std::move(exposures), cutoff = *cutoff] { return progress::trigger_threshold(exposures, cutoff); });
}

Task<Answer> heat_map(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, grant, {"type", "behavior"}));
  std::string type = request.query_param("type").value_or("abc-record");
  if (type != "abc-record" && type != "incident" && type != "trigger-exposure" && type != "session")
    co_return fail_field("type", "enum", "Must be abc-record, incident, trigger-exposure or session.");
  const auto behavior = request.query_param("behavior").transform(progress::normalized);
  if (behavior && type != "abc-record")
    co_return fail_field("behavior", "notApplicable", "Only ABC records are of a behavior.");
  CO_TRY(auto dog, co_await services.dogs.get(scope.dog_id, std::move(grant)));
  std::vector<Timestamp> times;
  CO_CHECK_OK(co_await each_record(services, std::move(scope), std::move(type), [&](const records::Opened& one) {
    if (!behavior || progress::normalized(typed<types::AbcRecord>(one).behavior) == *behavior)
      times.push_back(one.common.occurred_at);
  }));
  const std::size_t count = times.size();
  co_return co_await computed_answer(
      services.heavy, std::move(request.client_left), count,
      [times = std::move(times), zone = std::move(dog.time_zone)] { return progress::heat_map(times, zone); });
}

// The observation of that id, and the one that it is compared with: the one it names, or the newest that names it.
Task<Answer> agreement(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {"observationId", "intervalSeconds"}));
  CO_TRY(const auto interval, read_number(request, "intervalSeconds", 10, 1, 3600));
  const auto id = Uuid::parse(request.query_param("observationId").value_or(""));
  CO_TRY(auto held, co_await held_observations(services, std::move(scope)));
  const auto find = [&](auto&& right) {
    const auto found = std::ranges::find_if(held, right);
    return found == held.end() ? nullptr : &*found;
  };
  const auto* asked = find([&](const progress::HeldObservation& one) { return one.id == id; });
  if (asked == nullptr) co_return fail_field("observationId", "reference", "This dog has no such observation.");
  const auto& named = asked->observation.paired_with;
  const auto* other = find([&](const progress::HeldObservation& one) {
    return named ? one.id == *named : one.observation.paired_with == asked->id;
  });
  if (other == nullptr) co_return fail_field("observationId", "paired", "There is no second observation of it yet.");
  const auto& first = named ? other->observation : asked->observation;
  const auto& second = named ? asked->observation : other->observation;
  // Two observations, however long: what takes long is to find them.
  co_return chart_answer(progress::pair_reliability(first, second, interval));
}

Task<Answer> vaccinations(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, grant, {}));
  CO_TRY(auto dog, co_await services.dogs.get(scope.dog_id, std::move(grant)));
  CO_TRY(auto given, co_await given_vaccinations(services, std::move(scope)));
  co_return chart_answer(progress::vaccination_status(given, today_of(services, dog.time_zone)));
}

}  // namespace

std::vector<Endpoint> behavior_chart_endpoints() {
  const QueryParameter behavior{"behavior", "The behavior, in any case."};
  const QueryParameter of_behavior{"behavior", "Only records of this behavior."};
  std::vector<Endpoint> endpoints{
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/abc-per-week",
       .handle = abc_per_week,
       .summary = "ABC records, week by week",
       .response = body_of<progress::AbcPerWeek>(),
       .query = with_range({{"behavior", "Count only this behavior in the weeks."}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/abc-analysis",
       .handle = abc_analysis,
       .summary = "Antecedents and consequences counted, and the conditional probabilities of consequences",
       .response = body_of<progress::AbcAnalysis>(),
       .query = with_range({of_behavior})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/event-series",
       .handle = event_series,
       .summary = "Frequency, duration and latency of an observed behavior, by session, day or week",
       .response = body_of<progress::EventSeries>(),
       .query = with_range({behavior, {"per", "session (the default), day or week."}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/interval-series",
       .handle = interval_series,
       .summary = "In how many intervals a behavior was scored, by observation and labeled with its method",
       .response = body_of<progress::IntervalSeries>(),
       .query = with_range({behavior})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/celeration",
       .handle = celeration,
       .summary = "By what factor the daily rate of a behavior changes in a week, with bounce and split-middle line",
       .response = body_of<progress::CelerationChart>(),
       .query = with_range({behavior})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/cumulative-events",
       .handle = cumulative_events,
       .summary = "Cumulative record of an observed behavior",
       .response = body_of<progress::CumulativeRecord>(),
       .query = with_range({behavior})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/behavior-phase-effects",
       .handle = behavior_phase_effects,
       .summary = "NAP, Tau, Tau-U and PND of each phase of a behavior, by its rate in each observation",
       .response = body_of<progress::PhaseChanges>(),
       .query = with_range({behavior, {"wanted", "Which way is better: decrease (the default) or increase."}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/time-budget",
       .handle = time_budget,
       .summary = "Number, duration and gaps of each observed behavior, and its share of the time",
       .response = body_of<progress::TimeBudget>(),
       .query = with_range({{"observationId", "Of this observation only."}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/trigger-threshold",
       .handle = trigger_threshold,
       .summary = "Reactions by distance, and the distance at which every other exposure brings one",
       .response = body_of<progress::TriggerThreshold>(),
       .query = with_range({{"trigger", "Only exposures to this trigger."},
                            {"cutoff", "From which reaction on it counts: 1 to 5, 2 unless told.",
                             R"({"type":"integer","minimum":1,"maximum":5})"}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/heat-map",
       .handle = heat_map,
       .summary = "Records by weekday and hour, by the clock of the dog's time zone",
       .response = body_of<progress::HeatMap>(),
       .query =
           with_range({{"type", "abc-record (the default), incident, trigger-exposure or session."}, of_behavior})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/agreement",
       .handle = agreement,
       .summary = "Interobserver agreement of a pair of observations",
       .response = body_of<progress::PairReliability>(),
       .query = with_range(
           {{"observationId", "One of the two."},
            {"intervalSeconds", "Length of the intervals that continuous recordings are cut into; 10 unless told.",
             R"({"type":"integer","minimum":1,"maximum":3600})"}})},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/vaccinations",
       .handle = vaccinations,
       .summary = "Where each vaccination stands, with a warning 30 days before it is due",
       .response = body_of<progress::Vaccinations>(),
       .query = with_range({})},
  };
  for (Endpoint& endpoint : endpoints) endpoint.load = Load::kChart;
  return endpoints;
}

}  // namespace doggy::api
