#include "registry/api/records_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/large_body.h"
#include "registry/api/record_schemas.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

http::Response record_response(records::Written written) {
  http::Response response = http::Response::json(std::move(written.body));
  response.etag = "\"" + std::to_string(written.version) + "\"";
  return response;
}

Task<Answer> list_records(Services& services, http::Request request, Caller caller, circle::Grant grant) {
  CO_CHECK_OK(check_query(request, {"type", "from", "to", "tag", "author", "limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 200));
  CO_TRY(auto filter, read_filter(request, caller));
  CO_TRY(auto page, co_await services.records.timeline(request.param("dogId"), std::move(grant), std::move(filter),
                                                       limit, request.query_param("cursor").value_or("")));
  co_return page_response(page.items, page.next);
}

Task<Answer> get_record(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto record, co_await services.records.get(request.param("dogId"), std::move(id), std::move(grant)));
  co_return record_response(std::move(record));
}

Task<Answer> put_record(Services& services, http::Request request, Caller, circle::Grant grant) {
  const auto id = Uuid::parse(request.param("recordId"));
  if (!id) co_return fail_field("id", "format", "A record's id is a UUID, made by the client.");
  CO_TRY(auto body, co_await read_large_object(services, request));
  CO_TRY(auto version, read_if_match(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto written,
         co_await services.records.put(request.param("dogId"), id->text(), std::move(actor), std::move(body), version));
  const bool created = written.kind == records::Written::Kind::kCreated;
  http::Response response = record_response(std::move(written));
  if (created) response.status = 201;
  co_return response;
}

Task<Answer> patch_record(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto patch, co_await read_large_object(services, request));
  CO_TRY(auto version, read_if_match(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto written, co_await services.records.patch(request.param("dogId"), std::move(id), std::move(actor),
                                                       std::move(patch), version));
  co_return record_response(std::move(written));
}

Task<Answer> delete_record(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto version, read_if_match(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto written,
         co_await services.records.remove(request.param("dogId"), std::move(id), std::move(actor), version));
  co_return record_response(std::move(written));
}

Task<Answer> list_revisions(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 200));
  CO_TRY(auto page, co_await services.records.revisions(request.param("dogId"), std::move(id), std::move(grant), limit,
                                                        request.query_param("cursor").value_or("")));
  co_return page_response(page.items, page.next);
}

}  // namespace

std::vector<Endpoint> records_endpoints() {
  using enum http::Method;
  const std::vector<QueryParameter> paging{
      {"limit", "At most so many, 1 to 200; 50 by default.", R"({"type":"integer","minimum":1,"maximum":200})"},
      {"cursor", "The `next` of the page before."}};
  std::vector<QueryParameter> filters{
      {"type", "Only this record type; may be repeated.", R"({"type":"array","items":{"type":"string"}})"},
      {"from", "Not before this date (whole UTC days) or RFC 3339 date-time."},
      {"to", "A date, that day included, or a date-time, excluded."},
      {"tag", "Only records with this tag."},
      {"author", "Only this account's records; \"me\" for the caller's."}};
  filters.insert(filters.end(), paging.begin(), paging.end());
  const Body record{.name = "Record", .schema = record_schema};
  return {
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/records",
       .handle = list_records,
       .summary = "The timeline, newest first: what the caller may see of it",
       .response = record,
       .query = filters,
       .list = true},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/records/{recordId}",
       .handle = get_record,
       .summary = "A record",
       .response = record},
      {.method = kPut,
       .path = "/v1/dogs/{dogId}/records/{recordId}",
       .handle = put_record,
       .summary = "Write a record: 201 when it is new, 200 when it was there. The same content is the same record. "
                  "With If-Match a stale version is 412, with the current record as `current`",
       .request = {.name = "RecordInput", .schema = record_input_schema},
       .response = record,
       .body_limit = kRecordBody},
      {.method = kPatch,
       .path = "/v1/dogs/{dogId}/records/{recordId}",
       .handle = patch_record,
       .summary = "Change a record by merge patch (RFC 7396); {\"deleted\": false} undoes a deletion",
       .request = {.name = "RecordPatch", .schema = record_patch_schema},
       .response = record,
       .body_limit = kRecordBody},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}/records/{recordId}",
       .handle = delete_record,
       .summary = "Delete a record; answers its tombstone",
       .response = {.name = "DeletedRecord", .schema = deleted_record_schema}},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/records/{recordId}/revisions",
       .handle = list_revisions,
       .summary = "A record's revisions that the caller may see, newest first",
       .response = {.name = "Revision", .schema = revision_schema},
       .query = paging,
       .list = true},
  };
}

}  // namespace doggy::api
