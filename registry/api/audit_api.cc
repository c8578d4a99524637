#include "registry/api/audit_api.h"

#include <utility>

#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/audit/changes.h"

namespace doggy::api {
namespace {

const std::vector<QueryParameter> kPaging{
    {"limit", "At most so many, 1 to 200; 50 by default.", R"({"type":"integer"})"},
    {"cursor", "The `next` of the page before."}};

Result<void> check_reader(const circle::Grant& grant) {
  if (circle::may_manage_circle(grant)) return {};
  return fail(Code::kForbidden, "Only owners and trainers read who did what.");
}

Task<Answer> list_changes(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_CHECK_OK(check_reader(grant));
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 200));
  CO_TRY(auto page, co_await audit::list_changes(services.store, request.param("dogId"), std::move(grant), limit,
                                                 request.query_param("cursor").value_or("")));
  co_return list_response(page.items, page.next);
}

Task<Answer> list_access(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_CHECK_OK(check_reader(grant));
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 200));
  CO_TRY(auto page, co_await services.access_trail.list(request.param("dogId"), limit,
                                                        request.query_param("cursor").value_or("")));
  co_return list_response(page.items, page.next);
}

}  // namespace

Task<void> note_view(Services& services, std::string dog_id, circle::Grant grant) {
  if (!services.access_trail.is_news(dog_id, grant.account_id)) co_return;
  const std::string account_id = grant.account_id;
  auto actor = co_await actor_of(services, std::move(grant));
  Result<void> noted;
  if (actor)
    noted = co_await services.access_trail.viewed(dog_id, circle::author_of(*actor));
  else
    noted = std::unexpected(actor.error());
  if (noted) co_return;
  services.access_trail.forget(dog_id, account_id);
  observe::log(observe::Level::kWarn, "view-not-noted", {{"reason", noted.error().detail}});
}

std::vector<Endpoint> audit_endpoints() {
  return {{.method = http::Method::kGet,
           .path = "/v1/dogs/{dogId}/audit",
           .handle = list_changes,
           .summary = "Who wrote, changed, deleted, invited, came and left, newest first; for owners and trainers",
           .response = body_of<audit::ChangeEntry>(),
           .query = kPaging,
           .list = true},
          {.method = http::Method::kGet,
           .path = "/v1/dogs/{dogId}/audit/access",
           .handle = list_access,
           .summary = "Who looked, by day, and who exported, newest day first; for owners and trainers",
           .response = body_of<audit::AccessEntry>(),
           .query = kPaging,
           .list = true}};
}

}  // namespace doggy::api
