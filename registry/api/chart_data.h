// What the charts are made from: the caller's view of a dog's records. Only what the caller may read is loaded, so that
// no figure tells of more.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/message.h"
#include "registry/api/endpoint.h"
#include "registry/api/input.h"
#include "registry/progress/chart_lines.h"
#include "registry/progress/event_series.h"
#include "registry/progress/plan_fidelity.h"
#include "registry/progress/success_rate.h"
#include "registry/progress/vaccination_status.h"
#include "registry/records/record.h"
#include "registry/types/target.h"
#include "registry/views/rollups.h"

namespace doggy::api {

/// Whose view of which dog's records, and from when to when.
struct ChartScope {
  std::string dog_id;
  circle::Grant grant;
  TimeRange range;
};

/// Reads `from` and `to`, and refuses query parameters that are neither these nor `known`.
[[nodiscard]] Result<ChartScope> read_scope(const http::Request& request, circle::Grant grant,
                                            std::initializer_list<std::string_view> known);

/// Calls `use` with every record of a type, newest first. They are read page by page, between which others of the event
/// loop have their turn; what is not kept of a record does not stay in memory.
Task<Result<void>> each_record(Services& services, ChartScope scope, std::string type,
                               std::function<void(records::Opened)> use);

/// Every record of a type, newest first.
Task<Result<std::vector<records::Opened>>> visible_records(Services& services, ChartScope scope, std::string type);

/// A record's own fields; what we stored decodes, or it is a bug.
template <class T>
[[nodiscard]] T typed(const records::Opened& opened) {
  return codec::decode<T>(opened.fields, codec::Source::kStored).value();
}

/// The target that a chart is of, by the query's `targetId`. Error: kInvalid.
struct ChartTarget {
  progress::TargetName name;
  types::Target target;
};
Task<Result<ChartTarget>> read_target(Services& services, http::Request request, circle::Grant grant);

Task<Result<std::vector<progress::HeldSession>>> held_sessions(Services& services, ChartScope scope);
Task<Result<std::vector<progress::HeldObservation>>> held_observations(Services& services, ChartScope scope);

/// All phases up to the scope's end: one that began before the range may reach into it.
Task<Result<std::vector<progress::HeldPhase>>> held_phases(Services& services, ChartScope scope);
Task<Result<std::vector<progress::EventLine>>> context_events(Services& services, ChartScope scope);

/// The phases of a target or of a behavior (one of the two), and all context events.
Task<Result<progress::ChartLines>> chart_lines(Services& services, ChartScope scope, progress::LinesOf of);

/// Homework with a plan, and how often it was done. Without a target: all.
struct Homework {
  std::vector<std::string> titles;
  std::vector<progress::PlannedHomework> planned;
  std::vector<Date> done;
};
Task<Result<Homework>> read_homework(Services& services, ChartScope scope, std::optional<Uuid> target_id);

Task<Result<std::vector<progress::GivenVaccination>>> given_vaccinations(Services& services, ChartScope scope);

/// The day it is at the dog's place.
[[nodiscard]] Date today_of(const Services& services, const std::optional<std::string>& time_zone);

/// The scope's range for the rollups.
[[nodiscard]] views::Span span_of(const TimeRange& range);

/// The query's `behavior`. Error: kInvalid when it is absent or empty.
[[nodiscard]] Result<std::string> read_behavior(const http::Request& request);

/// A whole number from `least` to `most` in the query, or `usual`.
[[nodiscard]] Result<int> read_number(const http::Request& request, std::string_view name, int usual, int least,
                                      int most);

/// The JSON of an answer.
template <class T>
[[nodiscard]] Answer chart_answer(const T& chart) {
  return http::Response::json(codec::encode_text(chart));
}

/// The parameters of the scope, for /openapi.json, after those of the chart itself.
[[nodiscard]] std::vector<QueryParameter> with_range(std::vector<QueryParameter> own);

}  // namespace doggy::api
