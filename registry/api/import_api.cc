#include "registry/api/import_api.h"

#include <fmt/format.h>

#include <utility>

#include "platform/async/runtime.h"
#include "registry/api/export_media.h"
#include "registry/api/input.h"
#include "registry/api/large_body.h"
#include "registry/api/services.h"
#include "registry/boris/boris_import.h"
#include "registry/dossier/collect.h"
#include "registry/dossier/dossier.h"
#include "registry/records/csv_import.h"
#include "registry/records/import.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

// Room for a file of the greatest size and for what JSON makes of its quotes and line ends.
constexpr std::size_t kBodyLimit = 2 * csv::kMaxBytes;
constexpr std::size_t kDossierLimit = std::size_t{64} << 20U;

http::Response report_response(const csv::ImportReport& report) {
  return http::Response::json(codec::encode_text(report));
}

Task<Answer> apply_plan(Services& services, std::string dog_id, circle::Grant grant, csv::ImportPlan plan) {
  auto actor = co_await actor_of(services, std::move(grant));
  if (!actor) co_return std::unexpected(actor.error());
  auto report = co_await records::apply_import(services.records, std::move(dog_id), std::move(*actor), std::move(plan));
  if (!report) co_return std::unexpected(report.error());
  co_return report_response(*report);
}

Task<Answer> import_records(Services& services, http::Request request, Caller, circle::Grant grant) {
  auto body = co_await read_large_body<csv::ImportRequest>(services, request);
  if (!body) co_return std::unexpected(body.error());
  const std::string dog_id = request.param("dogId");
  const types::RecordType* type = types::find_type(body->type);
  const bool follows = type != nullptr && type->follows_reference;  // Allowed or not record by record.
  if (type != nullptr && !follows && !circle::may_create(grant, type->section))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you write these records.");
  // Reading a large file takes a while, so it happens off the loop.
  std::function<Result<csv::ImportPlan>()> make_plan = [file = std::move(*body), dog_id, now = services.clock()] {
    return csv::plan_import(file, dog_id, now);
  };
  auto plan = co_await offload(services.runtime.workers(), std::move(make_plan));
  if (!plan) co_return std::unexpected(plan.error());
  co_return co_await apply_plan(services, dog_id, std::move(grant), std::move(*plan));
}

Task<Answer> import_boris(Services& services, http::Request request, Caller, circle::Grant grant) {
  auto body = co_await read_large_body<boris::BorisImportRequest>(services, request);
  if (!body) co_return std::unexpected(body.error());
  const std::string dog_id = request.param("dogId");
  if (!circle::may_create(grant, circle::Section::kBehavior))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you write these records.");
  std::function<Result<csv::ImportPlan>()> make_plan = [file = std::move(*body), dog_id, now = services.clock()] {
    return boris::plan_import(file, dog_id, now);
  };
  auto plan = co_await offload(services.runtime.workers(), std::move(make_plan));
  if (!plan) co_return std::unexpected(plan.error());
  co_return co_await apply_plan(services, dog_id, std::move(grant), std::move(*plan));
}

Task<Answer> import_dossier(Services& services, http::Request request, Caller, circle::Grant grant) {
  const std::string dog_id = request.param("dogId");
  // Decoding and checking a large file takes a while, so it happens off the loop.
  std::function<Result<csv::ImportPlan>()> make_plan = [text = std::move(request.body), dog_id,
                                                        now = services.clock()]() -> Result<csv::ImportPlan> {
    auto body = codec::decode_text<dossier::DossierImportRequest>(text, codec::Source::kClient);
    if (!body) return std::unexpected(std::move(body.error()));
    return dossier::plan_import(*body, dog_id, now);
  };
  auto plan = co_await offload(services.runtime.workers(), std::move(make_plan));
  if (!plan) co_return std::unexpected(plan.error());
  co_return co_await apply_plan(services, dog_id, std::move(grant), std::move(*plan));
}

std::string file_name(const Timestamp& now, std::string_view what) {
  return fmt::format(R"(attachment; filename="dog-{}{}")", now.local_date(), what);
}

Task<Answer> export_dog(Services& services, http::Request request, Caller, circle::Grant grant) {
  auto known = check_query(request, {"format", "type"});
  if (!known) co_return std::unexpected(known.error());
  const std::string format = request.query_param("format").value_or("json");
  const types::RecordType* type = types::find_type(request.query_param("type").value_or(""));
  if (format != "json" && format != "csv" && format != "zip")
    co_return fail_field("format", "enum", "Must be json, csv or zip.");
  if (format == "csv" && type == nullptr) co_return fail_field("type", "enum", "A table is of one record type.");
  const Timestamp now = services.clock();
  auto actor = co_await actor_of(services, grant);
  if (!actor) co_return std::unexpected(actor.error());
  const circle::Author by = circle::author_of(*actor);
  auto contents = co_await dossier::collect(services.store, services.dogs, services.records, request.param("dogId"),
                                            std::move(*actor), now);
  if (!contents) co_return std::unexpected(contents.error());
  std::vector<dossier::ZipEntry> media;
  if (format == "zip") {
    auto files = co_await export_media(services, request.param("dogId"), std::move(grant), contents->records);
    if (!files) co_return std::unexpected(files.error());
    media = std::move(*files);
  }
  std::function<Result<std::string>()> make_file = [contents = std::move(*contents), media = std::move(media), format,
                                                    type]() -> Result<std::string> {
    if (format == "csv") return dossier::csv_file(contents, *type);
    return format == "zip" ? dossier::zip_file(contents, media) : dossier::json_file(contents);
  };
  auto file = co_await offload(services.runtime.workers(), std::move(make_file));
  if (!file) co_return std::unexpected(file.error());
  // What leaves is on the trail before it leaves.
  auto noted = co_await services.access_trail.exported(request.param("dogId"), by);
  if (!noted) co_return std::unexpected(noted.error());
  http::Response response{.content_type = "application/json", .body = std::move(*file)};
  if (format == "csv") response.content_type = "text/csv; charset=utf-8";
  if (format == "zip") response.content_type = "application/zip";
  const std::string suffix = format == "csv" ? fmt::format("-{}.csv", type->name) : "." + format;
  response.headers.add("Content-Disposition", file_name(now, suffix));
  co_return response;
}

}  // namespace

std::vector<Endpoint> import_endpoints() {
  return {
      {.method = http::Method::kPost,
       .path = "/v1/dogs/{dogId}/import",
       .handle = import_records,
       .summary = "Import records from a CSV file, none unless all rows are right. With dryRun every wrong row is "
                  "listed; without, wrong rows are a problem that carries the same list as `report`",
       .request = body_of<csv::ImportRequest>(),
       .response = body_of<csv::ImportReport>(),
       .body_limit = kBodyLimit},
      {.method = http::Method::kPost,
       .path = "/v1/dogs/{dogId}/import/boris",
       .handle = import_boris,
       .summary = "Import behavior definitions and observations from a file of BORIS, none unless all of it is right",
       .request = body_of<boris::BorisImportRequest>(),
       .response = body_of<csv::ImportReport>(),
       .body_limit = kBodyLimit},
      {.method = http::Method::kPost,
       .path = "/v1/dogs/{dogId}/import/dossier",
       .handle = import_dossier,
       .summary = "Import the records of a dossier as the caller's, with their ids, none unless all are right",
       .request = body_of<dossier::DossierImportRequest>(),
       .response = body_of<csv::ImportReport>(),
       .body_limit = kDossierLimit},
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/export",
       .handle = export_dog,
       .summary = "Everything of the dog that the caller may see: as one dossier, as a table of one type, or as a ZIP "
                  "file of both",
       .response = body_of<dossier::DossierDocument>(),
       .query = {{"format", "json (the default: a dossier), csv (text/csv) or zip (application/zip)."},
                 {"type", "The record type of a table."}}}};
}

}  // namespace doggy::api
