#include "registry/api/account_api.h"

#include <fmt/format.h>

#include <utility>

#include "platform/try.h"
#include "registry/api/account_export.h"
#include "registry/api/activity_api.h"
#include "registry/api/file_body.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/api/session_answer.h"
#include "registry/erasure/erasure.h"
#include "registry/notify/letters.h"

namespace doggy::api {
namespace {

Task<Answer> export_account(Services& services, http::Request request, Caller caller) {
  dossier::Bundle bundle(services.runtime.workers(), services.scratch, request.client_left);
  CO_CHECK_OK(co_await add_account_files(services, caller.account_id, bundle));
  CO_TRY(auto file, co_await bundle.zip(services.heavy));
  http::Response response{.content_type = "application/zip"};
  response.stream = file_body(services.runtime.workers(), std::move(file));
  co_await note_activity(services, std::move(caller.account_id), accounts::ActivityKind::kExported,
                         whereabouts_of(request));
  response.headers.add("Content-Disposition",
                       fmt::format(R"(attachment; filename="doggy-account-{}.zip")", services.clock().local_date()));
  co_return response;
}

Task<Answer> look_ahead(Services& services, http::Request, Caller caller) {
  CO_TRY(auto outlook, co_await services.erasure.outlook(std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(outlook));
}

Task<Answer> erase_account(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<erasure::AccountErasure>(request));
  accounts::Proof proof{.password = std::move(body.password), .code = std::move(body.code), .passkey = {}};
  proof.passkey = std::move(body.passkey);
  CO_TRY(auto account, co_await check_proof(services.accounts, services.passkeys, caller.account_id, std::move(proof),
                                            accounts::relying_party_of(services.public_url), request.client_left));
  CO_CHECK_OK(co_await services.erasure.begin(account, body.delete_dogs));
  services.live.account_changed(caller.account_id);
  co_await services.post.send(notify::account_erased_letter(account));
  services.jobs.wake();
  co_return signed_out(services);
}

}  // namespace

std::vector<Endpoint> account_endpoints() {
  using enum http::Method;
  std::vector<Endpoint> endpoints{
      {.method = kGet,
       .path = "/v1/account/export",
       .handle = export_account,
       .summary = "Everything that there is of the caller, as a ZIP file of at most 256 MiB unpacked",
       .load = Load::kTransfer},
      {.method = kGet,
       .path = "/v1/account/erasure",
       .handle = look_ahead,
       .summary = "What erasing the caller's account would do",
       .response = body_of<erasure::Outlook>()},
      {.method = kDelete,
       .path = "/v1/account",
       .handle = erase_account,
       .summary = "Erase the caller's account; 409 names the dogs that have no other keeper",
       .request = body_of<erasure::AccountErasure>(),
       .status = 204},
  };
  for (Endpoint& endpoint : endpoints) endpoint.session_only = true;
  return endpoints;
}

}  // namespace doggy::api
