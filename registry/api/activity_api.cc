#include "registry/api/activity_api.h"

#include <utility>

#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

Task<void> note_for_email(Services& services, std::string email, Whereabouts from) {
  auto account = co_await services.accounts.find_by_email(std::move(email));
  if (!account) co_return;
  co_await note_activity(services, account->id.text(), accounts::ActivityKind::kSignInRefused, std::move(from));
}

Task<Answer> list_activity(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 200));
  CO_TRY(auto page, co_await services.activity.list(std::move(caller.account_id), limit,
                                                    request.query_param("cursor").value_or("")));
  co_return list_response(page.items, page.next);
}

}  // namespace

Whereabouts whereabouts_of(const http::Request& request) {
  return {.address = request.remote_address, .device = std::string(request.headers.get("User-Agent"))};
}

Task<void> note_activity(Services& services, std::string account_id, accounts::ActivityKind kind, Whereabouts from) {
  auto noted =
      co_await services.activity.note(std::move(account_id), kind, std::move(from.address), std::move(from.device));
  if (!noted) observe::log(observe::Level::kWarn, "activity-not-noted", {{"reason", noted.error().detail}});
}

Task<void> note_refused(Services& services, std::string email, Whereabouts from) {
  auto executor = co_await boost::asio::this_coro::executor;
  services.background.spawn_once(executor, "note-refused", note_for_email(services, std::move(email), std::move(from)));
}

std::vector<Endpoint> activity_endpoints() {
  return {{.method = http::Method::kGet,
           .path = "/v1/me/activity",
           .handle = list_activity,
           .summary = "Who signed in to the caller's account or tried to, and what was changed of it, newest first",
           .response = body_of<accounts::ActivityEntry>(),
           .query = {{"limit", "At most so many, 1 to 200; 50 by default.", R"({"type":"integer"})"},
                     {"cursor", "The `next` of the page before."}},
           .list = true,
           .session_only = true}};
}

}  // namespace doggy::api
