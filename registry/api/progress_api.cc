#include "registry/api/progress_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/chart_work.h"
#include "registry/api/services.h"
#include "registry/progress/chart_answers.h"
#include "registry/progress/cumulative_record.h"
#include "registry/progress/generalization.h"
#include "registry/progress/plan_fidelity.h"
#include "registry/progress/success_rate.h"

namespace doggy::api {
namespace {

/// The scope, the target and the sessions that most charts of training are made from.
struct Training {
  ChartScope scope;
  ChartTarget target;
  std::vector<progress::HeldSession> sessions;
};

Task<Result<Training>> read_training(Services& services, http::Request request, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, grant, {"targetId"}));
  CO_TRY(auto target, co_await read_target(services, std::move(request), std::move(grant)));
  CO_TRY(auto sessions, co_await held_sessions(services, scope));
  co_return Training{.scope = std::move(scope), .target = std::move(target), .sessions = std::move(sessions)};
}

/// The scope, the target and its points, for charts that need no single trial.
struct Points {
  ChartScope scope;
  progress::TargetName target;
  std::vector<progress::SuccessPoint> points;
};

Task<Result<Points>> read_points(Services& services, http::Request request, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, grant, {"targetId"}));
  CO_TRY(auto target, co_await read_target(services, std::move(request), std::move(grant)));
  CO_TRY(auto points,
         co_await services.rollups.success_points(scope.dog_id, scope.grant, target.name.id, span_of(scope.range)));
  co_return Points{.scope = std::move(scope), .target = std::move(target.name), .points = std::move(points)};
}

Task<Answer> success_rate(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(auto read, co_await read_points(services, std::move(request), std::move(grant)));
  CO_TRY(auto lines,
         co_await chart_lines(services, std::move(read.scope), {.target_id = read.target.id, .behavior = {}}));
  const std::size_t count = read.points.size();
  progress::SuccessRate chart{
      .target = std::move(read.target), .points = std::move(read.points), .lines = std::move(lines)};
  co_return co_await computed_answer(services.heavy, left, count,
                                     [chart = std::move(chart)]() mutable { return std::move(chart); });
}

Task<Answer> target_state(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  auto training = co_await read_training(services, std::move(request), std::move(grant));
  if (!training) co_return std::unexpected(training.error());
  const std::size_t count = training->sessions.size();
  co_return co_await computed_answer(services.heavy, left, count, [training = std::move(*training)] {
    const auto& [name, target] = training.target;
    return progress::TargetState{.advice = progress::step_advice(name.id, target, training.sessions),
                                 .mastery = progress::mastery(name.id, target, training.sessions)};
  });
}

Task<Answer> generalization(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  auto training = co_await read_training(services, std::move(request), std::move(grant));
  if (!training) co_return std::unexpected(training.error());
  const std::size_t count = training->sessions.size();
  co_return co_await computed_answer(services.heavy, left, count, [training = std::move(*training)] {
    return progress::generalization(training.target.name.id, training.target.target, training.sessions);
  });
}

Task<Answer> cumulative_trials(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(auto read, co_await read_points(services, std::move(request), std::move(grant)));
  const std::size_t count = read.points.size();
  co_return co_await computed_answer(services.heavy, left, count, [points = std::move(read.points)]() mutable {
    std::vector<progress::Responses> responses;
    responses.reserve(points.size());
    for (auto& point : points) responses.push_back({.at = std::move(point.at), .count = point.correct});
    return progress::cumulative_record(std::move(responses));
  });
}

Task<Answer> target_phase_effects(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(auto read, co_await read_points(services, std::move(request), std::move(grant)));
  CO_TRY(auto lines,
         co_await chart_lines(services, std::move(read.scope), {.target_id = read.target.id, .behavior = {}}));
  const std::size_t count = read.points.size();
  co_return co_await computed_answer(services.heavy, left, count,
                                     [points = std::move(read.points), phases = std::move(lines.phases)] {
                                       return progress::success_phase_changes(points, phases);
                                     });
}

Task<Answer> plan_fidelity(Services& services, http::Request request, Caller, circle::Grant grant) {
  const Abandoned left = request.client_left;
  CO_TRY(auto scope, read_scope(request, grant, {"targetId"}));
  std::optional<progress::TargetName> target;
  if (request.query_param("targetId")) {
    CO_TRY(auto read, co_await read_target(services, std::move(request), std::move(grant)));
    target = std::move(read.name);
  }
  auto homework = co_await read_homework(services, scope, target ? std::optional(target->id) : std::nullopt);
  if (!homework) co_return std::unexpected(homework.error());
  std::vector<progress::DailyOutcome> outcomes;
  if (target) {
    CO_TRY(auto points,
           co_await services.rollups.success_points(scope.dog_id, scope.grant, target->id, span_of(scope.range)));
    for (const progress::SuccessPoint& point : points)
      outcomes.push_back(
          {.day = Date::parse(point.at.local_date()).value(), .correct = point.correct, .trials = point.trials});
  }
  const std::size_t count = homework->planned.size() + homework->done.size() + outcomes.size();
  co_return co_await computed_answer(services.heavy, left, count,
                                     [homework = std::move(*homework), outcomes = std::move(outcomes)] {
                                       return progress::plan_fidelity(homework.planned, homework.done, outcomes);
                                     });
}

}  // namespace

std::vector<Endpoint> progress_endpoints() {
  const std::vector<QueryParameter> of_target = with_range({{"targetId", "The target."}});
  std::vector<Endpoint> endpoints{
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/success-rate",
       .handle = success_rate,
       .summary = "Correct trials of a target, session by session, with phase and event lines",
       .response = body_of<progress::SuccessRate>(),
       .query = of_target},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/target-state",
       .handle = target_state,
       .summary = "Push, drop or stick, and whether a target is mastered, with its probes",
       .response = body_of<progress::TargetState>(),
       .query = of_target},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/generalization",
       .handle = generalization,
       .summary = "Correct trials of a target by person, place and distraction",
       .response = body_of<progress::Generalization>(),
       .query = of_target},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/cumulative-trials",
       .handle = cumulative_trials,
       .summary = "Cumulative record of a target's correct trials",
       .response = body_of<progress::CumulativeRecord>(),
       .query = of_target},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/target-phase-effects",
       .handle = target_phase_effects,
       .summary = "NAP, Tau, Tau-U and PND of each phase of a target, by its percentage of correct trials",
       .response = body_of<progress::PhaseChanges>(),
       .query = of_target},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/plan-fidelity",
       .handle = plan_fidelity,
       .summary = "Homework done of homework planned, week by week, beside the outcome of its target",
       .response = body_of<progress::PlanFidelity>(),
       .query = with_range({{"targetId", "Only homework of this target, and its outcome beside it."}})},
  };
  for (Endpoint& endpoint : endpoints) endpoint.load = Load::kChart;
  return endpoints;
}

}  // namespace doggy::api
