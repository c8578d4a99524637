#include "registry/api/progress_api.h"

#include <utility>

#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/progress/abc_per_week.h"
#include "registry/progress/success_rate.h"
#include "registry/types/abc_record.h"
#include "registry/types/target.h"

namespace doggy::api {
namespace {

constexpr std::size_t kPage = 200;

// Every record of a type in a time range that the caller may see, newest first.
Task<Result<std::vector<records::Opened>>> visible_records(Services& services, std::string dog_id, circle::Grant grant,
                                                           std::string type, TimeRange range) {
  std::vector<records::Opened> all;
  records::Filter filter{.types = {std::move(type)}, .from = std::move(range.from), .to = std::move(range.to)};
  std::string cursor;
  do {
    auto page = co_await services.records.timeline(dog_id, grant, filter, kPage, std::move(cursor));
    if (!page) co_return std::unexpected(page.error());
    for (const std::string& item : page->items) {
      auto opened = records::open_record(item);
      if (!opened) co_return std::unexpected(opened.error());
      all.push_back(std::move(*opened));
    }
    cursor = std::move(page->next);
  } while (!cursor.empty());
  co_return all;
}

// A record's own fields; what we stored decodes, or it is a bug.
template <class T>
T typed(const records::Opened& opened) {
  return codec::decode<T>(opened.fields, codec::Source::kStored).value();
}

// The target that a chart is of, by the query.
Task<Result<progress::TargetName>> read_target(Services& services, http::Request request, circle::Grant grant) {
  const auto given = request.query_param("targetId");
  if (!given) co_return fail_field("targetId", "required", "targetId says which target the chart is of.");
  const auto id = Uuid::parse(*given);
  const auto unknown = fail_field("targetId", "reference", "This dog has no such target.");
  if (!id) co_return unknown;
  auto record = co_await services.records.get(request.param("dogId"), id->text(), std::move(grant));
  if (!record && record.error().code == Code::kNotFound) co_return unknown;
  if (!record) co_return std::unexpected(record.error());
  auto opened = records::open_record(record->body);
  if (!opened) co_return std::unexpected(opened.error());
  if (opened->common.type != "target") co_return unknown;
  co_return progress::TargetName{.id = *id, .name = typed<types::Target>(*opened).name};
}

Task<Answer> success_rate(Services& services, http::Request request, Caller, circle::Grant grant) {
  auto known = check_query(request, {"targetId", "from", "to"});
  if (!known) co_return std::unexpected(known.error());
  auto range = read_time_range(request);
  if (!range) co_return std::unexpected(range.error());
  auto target = co_await read_target(services, request, grant);
  if (!target) co_return std::unexpected(target.error());
  auto sessions = co_await visible_records(services, request.param("dogId"), std::move(grant), "session", *range);
  if (!sessions) co_return std::unexpected(sessions.error());
  std::vector<progress::HeldSession> held;
  for (const records::Opened& one : *sessions)
    held.push_back({.id = one.common.id, .at = one.common.occurred_at, .session = typed<types::Session>(one)});
  co_return http::Response::json(codec::encode_text(progress::success_rate(std::move(*target), held)));
}

Task<Answer> abc_per_week(Services& services, http::Request request, Caller, circle::Grant grant) {
  auto known = check_query(request, {"from", "to", "behavior"});
  if (!known) co_return std::unexpected(known.error());
  auto range = read_time_range(request);
  if (!range) co_return std::unexpected(range.error());
  const auto behavior = request.query_param("behavior");
  auto records = co_await visible_records(services, request.param("dogId"), std::move(grant), "abc-record", *range);
  if (!records) co_return std::unexpected(records.error());
  std::vector<progress::ObservedBehavior> observed;
  for (const records::Opened& one : *records)
    observed.push_back({.at = one.common.occurred_at, .behavior = typed<types::AbcRecord>(one).behavior});
  co_return http::Response::json(codec::encode_text(
      progress::abc_per_week(observed, behavior ? std::optional<std::string_view>(*behavior) : std::nullopt)));
}

}  // namespace

std::vector<Endpoint> progress_endpoints() {
  const QueryParameter from{"from", "Not before this date (whole UTC days) or RFC 3339 date-time."};
  const QueryParameter to{"to", "A date, that day included, or a date-time, excluded."};
  return {
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/success-rate",
       .handle = success_rate,
       .summary = "Correct trials of a target, session by session",
       .response = body_of<progress::SuccessRate>(),
       .query = {{"targetId", "The target."}, from, to}},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/progress/abc-per-week",
       .handle = abc_per_week,
       .summary = "ABC records, week by week",
       .response = body_of<progress::AbcPerWeek>(),
       .query = {from, to, {"behavior", "Count only this behavior in the weeks."}}},
  };
}

}  // namespace doggy::api
