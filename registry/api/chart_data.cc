#include "registry/api/chart_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "platform/async/breather.h"
#include "platform/try.h"
#include "registry/api/services.h"
#include "registry/calendar/time_zone.h"
#include "registry/progress/normalized_text.h"
#include "registry/types/context_event.h"
#include "registry/types/homework.h"
#include "registry/types/homework_log.h"

namespace doggy::api {
namespace {

constexpr std::size_t kRecordsAtOnce = 100;

Date local_day(const Timestamp& at) {
  return Date::parse(at.local_date()).value();  // A timestamp's local date is a date.
}

}  // namespace

Result<ChartScope> read_scope(const http::Request& request, circle::Grant grant,
                              std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : request.query_params())
    if (name != "from" && name != "to" && std::ranges::find(known, name) == known.end())
      return fail_field(name, "unknown", "There is no such query parameter.");
  TRY(auto range, read_time_range(request));
  return ChartScope{.dog_id = request.param("dogId"), .grant = std::move(grant), .range = std::move(range)};
}

Task<Result<void>> each_record(Services& services, ChartScope scope, std::string type,
                               std::function<void(records::Opened)> use) {
  const records::Filter filter{
      .types = {std::move(type)}, .from = std::move(scope.range.from), .to = std::move(scope.range.to)};
  std::string cursor;
  do {
    if (!cursor.empty()) co_await breathe();
    CO_TRY(records::Page page,
           co_await services.records.timeline(scope.dog_id, scope.grant, filter, kRecordsAtOnce, std::move(cursor)));
    for (const std::string& item : page.items) {
      CO_TRY(records::Opened opened, records::open_record(item));
      use(std::move(opened));
    }
    cursor = std::move(page.next);
  } while (!cursor.empty());
  co_return Result<void>{};
}

Task<Result<std::vector<records::Opened>>> visible_records(Services& services, ChartScope scope, std::string type) {
  std::vector<records::Opened> all;
  CO_CHECK_OK(co_await each_record(services, std::move(scope), std::move(type),
                                   [&all](records::Opened one) { all.push_back(std::move(one)); }));
  co_return all;
}

Task<Result<ChartTarget>> read_target(Services& services, http::Request request, circle::Grant grant) {
  const auto given = request.query_param("targetId");
  if (!given) co_return fail_field("targetId", "required", "targetId says which target the chart is of.");
  const auto id = Uuid::parse(*given);
  const auto unknown = fail_field("targetId", "reference", "This dog has no such target.");
  if (!id) co_return unknown;
  auto record = co_await services.records.get(request.param("dogId"), id->text(), std::move(grant));
  if (!record && record.error().code == Code::kNotFound) co_return unknown;
  if (!record) co_return std::unexpected(record.error());
  CO_TRY(auto opened, records::open_record(record->body));
  if (opened.common.type != "target") co_return unknown;
  auto target = typed<types::Target>(opened);
  progress::TargetName name{.id = *id, .name = target.name};
  co_return ChartTarget{.name = std::move(name), .target = std::move(target)};
}

Task<Result<std::vector<progress::HeldSession>>> held_sessions(Services& services, ChartScope scope) {
  std::vector<progress::HeldSession> held;
  CO_CHECK_OK(co_await each_record(services, std::move(scope), "session", [&held](records::Opened one) {
    held.push_back({.id = one.common.id,
                    .at = one.common.occurred_at,
                    .session = typed<types::Session>(one),
                    .person = std::move(one.common.author.name)});
  }));
  co_return held;
}

Task<Result<std::vector<progress::HeldObservation>>> held_observations(Services& services, ChartScope scope) {
  std::vector<progress::HeldObservation> held;
  CO_CHECK_OK(co_await each_record(services, std::move(scope), "observation", [&held](const records::Opened& one) {
    held.push_back({.id = one.common.id, .at = one.common.occurred_at, .observation = typed<types::Observation>(one)});
  }));
  co_return held;
}

Task<Result<std::vector<progress::HeldPhase>>> held_phases(Services& services, ChartScope scope) {
  scope.range.from.clear();
  CO_TRY(auto phases, co_await visible_records(services, std::move(scope), "phase"));
  std::vector<progress::HeldPhase> held;
  held.reserve(phases.size());
  for (const records::Opened& one : phases)
    held.push_back({.at = one.common.occurred_at, .phase = typed<types::Phase>(one)});
  co_return held;
}

Task<Result<std::vector<progress::EventLine>>> context_events(Services& services, ChartScope scope) {
  CO_TRY(auto events, co_await visible_records(services, std::move(scope), "context-event"));
  std::vector<progress::EventLine> lines;
  for (const records::Opened& one : events) {
    auto event = typed<types::ContextEvent>(one);
    lines.push_back({.at = one.common.occurred_at, .kind = event.kind, .description = std::move(event.description)});
  }
  co_return lines;
}

Task<Result<progress::ChartLines>> chart_lines(Services& services, ChartScope scope, progress::LinesOf of) {
  CO_TRY(auto phases, co_await held_phases(services, scope));
  CO_TRY(auto events, co_await context_events(services, std::move(scope)));
  co_return progress::lines_of(phases, std::move(events), of);
}

Task<Result<Homework>> read_homework(Services& services, ChartScope scope, std::optional<Uuid> target_id) {
  Homework found;
  std::set<std::string> planned;
  ChartScope from_the_beginning = scope;
  from_the_beginning.range.from.clear();
  auto records = co_await visible_records(services, std::move(from_the_beginning), "homework");
  if (!records) co_return std::unexpected(records.error());
  const views::Span span = span_of(scope.range);
  const auto day_of = [](std::int64_t ms) { return local_day(Timestamp::from_unix_ms(ms)); };
  const Date first = span.from ? day_of(*span.from) : Date::from_days(0);
  const Date today = local_day(services.clock());
  const Date last = span.to ? std::min(today, day_of(*span.to - 1)) : today;
  for (const records::Opened& one : *records) {
    auto homework = typed<types::Homework>(one);
    if (target_id && homework.target_id != target_id) continue;
    if (!homework.times_per_week) continue;  // Without a plan there is no fidelity to it.
    planned.insert(one.common.id.text());
    const progress::PlannedHomework plan{.from = std::max(first, local_day(one.common.occurred_at)),
                                         .to = std::min(homework.due_on.value_or(last), last),
                                         .times_per_week = homework.times_per_week};
    if (plan.from <= plan.to) found.titles.push_back(std::move(homework.title));
    found.planned.push_back(plan);
  }
  CO_TRY(auto logs, co_await visible_records(services, std::move(scope), "homework-log"));
  for (const records::Opened& one : logs)
    if (planned.contains(typed<types::HomeworkLog>(one).homework_id.text()))
      found.done.push_back(local_day(one.common.occurred_at));
  co_return found;
}

Task<Result<std::vector<progress::GivenVaccination>>> given_vaccinations(Services& services, ChartScope scope) {
  auto records = co_await visible_records(services, std::move(scope), "vaccination");
  if (!records) co_return std::unexpected(records.error());
  std::vector<progress::GivenVaccination> given;
  for (const records::Opened& one : *records)
    given.push_back({.at = one.common.occurred_at, .vaccination = typed<types::Vaccination>(one)});
  co_return given;
}

Date today_of(const Services& services, const std::optional<std::string>& time_zone) {
  const Timestamp now = services.clock();
  return calendar::local_time(now, time_zone.value_or("UTC")).value_or(calendar::local_time(now)).date;
}

views::Span span_of(const TimeRange& range) {
  const auto instant = [](const std::string& text) -> std::optional<std::int64_t> {
    const auto at = Timestamp::parse(text);
    return at ? std::optional(at->unix_ms()) : std::nullopt;
  };
  return {.from = instant(range.from), .to = instant(range.to)};
}

Result<std::string> read_behavior(const http::Request& request) {
  auto behavior = request.query_param("behavior");
  if (!behavior || progress::normalized(*behavior).empty())
    return fail_field("behavior", "required", "behavior says which behavior the chart is of.");
  return std::move(*behavior);
}

Result<int> read_number(const http::Request& request, std::string_view name, int usual, int least, int most) {
  const auto text = request.query_param(name);
  if (!text) return usual;
  int number = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < least || number > most)
    return fail_field(std::string(name), "range", fmt::format("Must be a whole number from {} to {}.", least, most));
  return number;
}

std::vector<QueryParameter> with_range(std::vector<QueryParameter> own) {
  own.push_back({"from", "Not before this date (whole UTC days) or RFC 3339 date-time."});
  own.push_back({"to", "A date, that day included, or a date-time, excluded."});
  return own;
}

}  // namespace doggy::api
