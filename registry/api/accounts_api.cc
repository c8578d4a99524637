#include "registry/api/accounts_api.h"

#include <utility>

#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/api/activity_api.h"
#include "registry/api/input.h"
#include "registry/api/recovery_api.h"
#include "registry/api/services.h"
#include "registry/api/session_answer.h"

namespace doggy::api {
namespace {

Task<Answer> sign_up(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<accounts::SignUp>(request));
  CO_TRY(auto account,
         co_await services.accounts.sign_up(std::move(body), request.remote_address, request.client_left));
  // The account is there also when its mail cannot be sent; another can be asked for.
  static_cast<void>(co_await mail_verification(services, account.id.text()));
  co_return http::Response::json(codec::encode_text(account));
}

Task<Answer> sign_in(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<accounts::SignIn>(request));
  const std::string remote = request.remote_address;
  const std::string email = body.email;
  auto session = co_await services.accounts.sign_in(std::move(body), visitor_of(services, request));
  if (!session) {
    observe::log(observe::Level::kWarn, "sign-in-refused",
                 {{"remote", remote}, {"requestId", request.request_id}, {"reason", session.error().detail}});
    if (session.error().code == Code::kUnauthenticated) co_await note_refused(services, email, whereabouts_of(request));
    co_return std::unexpected(session.error());
  }
  observe::log(observe::Level::kInfo, "signed-in",
               {{"remote", remote}, {"requestId", request.request_id}, {"account", session->account.id.text()}});
  co_await note_activity(services, session->account.id.text(), accounts::ActivityKind::kSignedIn,
                         whereabouts_of(request));
  co_return session_answer(services, *session);
}

Task<Answer> me(Services& services, http::Request, Caller caller) {
  CO_TRY(auto account, co_await services.accounts.get(std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(account));
}

Task<Answer> sign_out(Services& services, http::Request, Caller caller) {
  CO_CHECK_OK(co_await services.sessions.end(std::move(caller.token)));
  services.live.account_changed(caller.account_id);
  co_return signed_out(services);
}

Task<Answer> sign_out_everywhere(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(co_await services.accounts.sign_out_everywhere(caller.account_id));
  co_await note_activity(services, caller.account_id, accounts::ActivityKind::kSignedOutElsewhere,
                         whereabouts_of(request));
  services.live.account_changed(caller.account_id);
  co_return signed_out(services);
}

}  // namespace

std::vector<Endpoint> accounts_endpoints() {
  using enum http::Method;
  return {
      {.method = kPost,
       .path = "/v1/accounts",
       .handle = sign_up,
       .summary = "Sign up",
       .request = body_of<accounts::SignUp>(),
       .response = body_of<accounts::Account>(),
       .status = 201},
      {.method = kPost,
       .path = "/v1/sessions",
       .handle = sign_in,
       .summary = "Sign in",
       .request = body_of<accounts::SignIn>(),
       .response = body_of<Session>(),
       .status = 201},
      {.method = kGet,
       .path = "/v1/me",
       .handle = me,
       .summary = "The caller's account",
       .response = body_of<accounts::Account>()},
      {.method = kDelete, .path = "/v1/sessions/current", .handle = sign_out, .summary = "Sign out", .status = 204},
      {.method = kDelete,
       .path = "/v1/sessions",
       .handle = sign_out_everywhere,
       .summary = "Sign out everywhere",
       .status = 204,
       .session_only = true},
  };
}

}  // namespace doggy::api
