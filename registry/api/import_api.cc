#include "registry/api/import_api.h"

#include <fmt/format.h>

#include <utility>

#include "platform/async/worker_pool.h"
#include "platform/try.h"
#include "registry/api/export_media.h"
#include "registry/api/file_body.h"
#include "registry/api/input.h"
#include "registry/api/large_body.h"
#include "registry/api/services.h"
#include "registry/boris/boris_import.h"
#include "registry/dossier/bundle.h"
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
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto report,
         co_await records::apply_import(services.records, std::move(dog_id), std::move(actor), std::move(plan)));
  co_return report_response(report);
}

// What `plan` makes of the decoded body. Both take a while with a large file, so they happen off the loop.
template <class Body, class Plan>
Task<Result<csv::ImportPlan>> plan_of(Services& services, http::Request request, Plan plan) {
  std::function<Result<csv::ImportPlan>()> make_plan = [text = std::move(request.body), dog_id = request.param("dogId"),
                                                        now = services.clock(),
                                                        plan = std::move(plan)]() mutable -> Result<csv::ImportPlan> {
    TRY(const Body body, codec::decode_text<Body>(std::exchange(text, {}), codec::Source::kClient));
    return plan(body, dog_id, now);
  };
  CO_TRY(auto made, co_await offload(services.heavy, WorkerPool::Priority::kNormal, std::move(request.client_left),
                                     std::move(make_plan)));
  co_return std::move(made);
}

Task<Answer> import_records(Services& services, http::Request request, Caller, circle::Grant grant) {
  std::string dog_id = request.param("dogId");
  auto make_plan = [grant](const csv::ImportRequest& file, const std::string& dog,
                           const Timestamp& now) -> Result<csv::ImportPlan> {
    const types::RecordType* type = types::find_type(file.type);
    const bool follows = type != nullptr && type->follows_reference;  // Allowed or not record by record.
    if (type != nullptr && !follows && !circle::may_create(grant, type->section))
      return fail(Code::kForbidden, "Your place in the circle does not let you write these records.");
    return csv::plan_import(file, dog, now);
  };
  CO_TRY(csv::ImportPlan plan,
         co_await plan_of<csv::ImportRequest>(services, std::move(request), std::move(make_plan)));
  co_return co_await apply_plan(services, std::move(dog_id), std::move(grant), std::move(plan));
}

Task<Answer> import_boris(Services& services, http::Request request, Caller, circle::Grant grant) {
  std::string dog_id = request.param("dogId");
  if (!circle::may_create(grant, circle::Section::kBehavior))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you write these records.");
  CO_TRY(csv::ImportPlan plan,
         co_await plan_of<boris::BorisImportRequest>(services, std::move(request), boris::plan_import));
  co_return co_await apply_plan(services, std::move(dog_id), std::move(grant), std::move(plan));
}

Task<Answer> import_dossier(Services& services, http::Request request, Caller, circle::Grant grant) {
  std::string dog_id = request.param("dogId");
  auto make_plan = [](const dossier::DossierImportRequest& body, const std::string& dog, const Timestamp& now) {
    return dossier::plan_import(body, dog, now);
  };
  CO_TRY(csv::ImportPlan plan,
         co_await plan_of<dossier::DossierImportRequest>(services, std::move(request), std::move(make_plan)));
  co_return co_await apply_plan(services, std::move(dog_id), std::move(grant), std::move(plan));
}

std::string file_name(const Timestamp& now, std::string_view what) {
  return fmt::format(R"(attachment; filename="dog-{}{}")", now.local_date(), what);
}

// The file that is asked for. It is made page by page on the disk, so that it takes little memory however long the
// dog's history is, and however slowly the client takes it.
Task<Result<std::shared_ptr<const ScratchFile>>> make_export(Services& services, http::Request request,
                                                             circle::Actor actor, std::string format,
                                                             const types::RecordType* type, Timestamp now) {
  const std::string& dog_id = request.param("dogId");
  const dossier::Sources sources{.store = services.store, .dogs = services.dogs, .records = services.records};
  dossier::Bundle bundle(services.runtime.workers(), services.scratch, request.client_left);
  if (format == "csv") {
    dossier::TableText table(sources, dog_id, std::move(actor.grant), *type);
    CO_CHECK_OK(co_await bundle.add_all(table));
    co_return co_await bundle.contents();
  }
  if (format == "json") {
    dossier::DossierText text(sources, dog_id, actor, std::move(now));
    CO_CHECK_OK(co_await bundle.add_all(text));
    co_return co_await bundle.contents();
  }
  circle::Grant grant = actor.grant;
  CO_CHECK_OK(co_await dossier::add_dog(bundle, sources, dog_id, std::move(actor), std::move(now)));
  CO_CHECK_OK(co_await add_media(services, dog_id, std::move(grant), bundle));
  co_return co_await bundle.zip(services.heavy);
}

Task<Answer> export_dog(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_CHECK_OK(check_query(request, {"format", "type"}));
  const std::string format = request.query_param("format").value_or("json");
  const types::RecordType* type = types::find_type(request.query_param("type").value_or(""));
  if (format != "json" && format != "csv" && format != "zip")
    co_return fail_field("format", "enum", "Must be json, csv or zip.");
  if (format == "csv" && type == nullptr) co_return fail_field("type", "enum", "A table is of one record type.");
  const Timestamp now = services.clock();
  CO_TRY(circle::Actor actor, co_await actor_of(services, grant));
  const circle::Author by = circle::author_of(actor);
  CO_TRY(auto file, co_await make_export(services, request, std::move(actor), format, type, now));
  // What leaves is on the trail before it leaves.
  CO_CHECK_OK(co_await services.access_trail.exported(request.param("dogId"), by));
  http::Response response{.content_type = "application/json"};
  response.stream = file_body(services.runtime.workers(), std::move(file));
  if (format == "csv") response.content_type = "text/csv; charset=utf-8";
  if (format == "zip") response.content_type = "application/zip";
  const std::string suffix = format == "csv" ? fmt::format("-{}.csv", type->name) : "." + format;
  response.headers.add("Content-Disposition", file_name(now, suffix));
  co_return response;
}

}  // namespace

std::vector<Endpoint> import_endpoints() {
  std::vector<Endpoint> endpoints{
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
  for (Endpoint& endpoint : endpoints) endpoint.load = Load::kTransfer;
  return endpoints;
}

}  // namespace doggy::api
