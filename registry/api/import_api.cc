#include "registry/api/import_api.h"

#include <utility>

#include "platform/async/runtime.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/boris/boris_import.h"
#include "registry/records/csv_import.h"
#include "registry/records/import.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

// Room for a file of the greatest size and for what JSON makes of its quotes and line ends.
constexpr std::size_t kBodyLimit = 2 * csv::kMaxBytes;

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
  auto body = read_body<csv::ImportRequest>(request);
  if (!body) co_return std::unexpected(body.error());
  request.body.clear();
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
  auto body = read_body<boris::BorisImportRequest>(request);
  if (!body) co_return std::unexpected(body.error());
  request.body.clear();
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

}  // namespace

std::vector<Endpoint> import_endpoints() {
  return {
      {.method = http::Method::kPost,
       .path = "/v1/dogs/{dogId}/import",
       .handle = import_records,
       .summary = "Import records from a CSV file: all rows or none. With dryRun every wrong row is listed; without, "
                  "wrong rows are a problem that carries the same list as `report`",
       .request = body_of<csv::ImportRequest>(),
       .response = body_of<csv::ImportReport>(),
       .body_limit = kBodyLimit},
      {.method = http::Method::kPost,
       .path = "/v1/dogs/{dogId}/import/boris",
       .handle = import_boris,
       .summary = "Import behavior definitions and observations from a file of BORIS: all or none",
       .request = body_of<boris::BorisImportRequest>(),
       .response = body_of<csv::ImportReport>(),
       .body_limit = kBodyLimit}};
}

}  // namespace doggy::api
