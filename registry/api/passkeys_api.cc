#include "registry/api/passkeys_api.h"

#include <utility>

#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/accounts/passkeys/proofs.h"
#include "registry/api/activity_api.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/api/session_answer.h"
#include "registry/notify/letters.h"

namespace doggy::api {
namespace {

using accounts::ActivityKind;

Task<Answer> begin_adding(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto proof, read_body<accounts::Proof>(request));
  auto party = accounts::relying_party_of(services.public_url);
  if (!party) co_return std::unexpected(party.error());
  CO_TRY(auto account, co_await check_proof(services.accounts, services.passkeys, std::move(caller.account_id),
                                            std::move(proof), party, request.client_left));
  CO_TRY(auto options, co_await services.passkeys.begin_adding(std::move(account), std::move(*party)));
  co_return http::Response::json(codec::encode_text(options));
}

// The challenge that it answers was given for a fresh proof.
Task<Answer> add_passkey(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<accounts::NewPasskey>(request));
  CO_TRY(auto party, accounts::relying_party_of(services.public_url));
  CO_TRY(auto passkey, co_await services.passkeys.add(caller.account_id, std::move(body), std::move(party)));
  CO_TRY(auto account, co_await services.accounts.get(std::move(caller.account_id)));
  co_await note_activity(services, account.id.text(), ActivityKind::kPasskeyAdded, whereabouts_of(request));
  co_await services.post.send(notify::passkey_added_letter(account));
  co_return http::Response::json(codec::encode_text(passkey));
}

Task<Answer> list_passkeys(Services& services, http::Request, Caller caller) {
  CO_TRY(auto passkeys, co_await services.passkeys.list(std::move(caller.account_id)));
  co_return list_response(passkeys);
}

Task<Answer> rename_passkey(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<accounts::PasskeyName>(request));
  CO_TRY(auto passkey, co_await services.passkeys.rename(std::move(caller.account_id), request.param("passkeyId"),
                                                         std::move(body.name)));
  co_return http::Response::json(codec::encode_text(passkey));
}

Task<Answer> remove_passkey(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto proof, read_body<accounts::Proof>(request));
  CO_TRY(auto account,
         co_await check_proof(services.accounts, services.passkeys, std::move(caller.account_id), std::move(proof),
                              accounts::relying_party_of(services.public_url), request.client_left));
  CO_CHECK_OK(co_await services.passkeys.remove(account, request.param("passkeyId")));
  co_await note_activity(services, account.id.text(), ActivityKind::kPasskeyRemoved, whereabouts_of(request));
  co_await services.post.send(notify::passkey_removed_letter(account));
  co_return http::Response::empty();
}

Task<Answer> begin_proof(Services& services, http::Request, Caller caller) {
  CO_TRY(auto party, accounts::relying_party_of(services.public_url));
  CO_TRY(auto options, co_await services.passkeys.begin_proof(std::move(caller.account_id), std::move(party)));
  co_return http::Response::json(codec::encode_text(options));
}

Task<Answer> begin_sign_in(Services& services, http::Request request) {
  CO_TRY(auto party, accounts::relying_party_of(services.public_url));
  CO_TRY(auto options, co_await services.passkeys.begin_sign_in(request.remote_address, std::move(party)));
  co_return http::Response::json(codec::encode_text(options));
}

Task<Result<accounts::NewSession>> open_by_passkey(Services& services, accounts::PasskeyAssertion asserted,
                                                   accounts::Visitor visitor) {
  CO_TRY(auto party, accounts::relying_party_of(services.public_url));
  CO_TRY(auto account, co_await services.passkeys.sign_in(std::move(asserted), std::move(party)));
  co_return co_await services.accounts.open_session(std::move(account), std::move(visitor));
}

Task<Answer> sign_in_by_passkey(Services& services, http::Request request) {
  CO_TRY(auto body, read_body<accounts::PasskeyAssertion>(request));
  const std::string remote = request.remote_address;
  auto session = co_await open_by_passkey(services, std::move(body), visitor_of(services, request));
  if (!session) {
    observe::log(observe::Level::kWarn, "sign-in-refused",
                 {{"remote", remote}, {"requestId", request.request_id}, {"reason", session.error().detail}});
    co_return std::unexpected(session.error());
  }
  observe::log(observe::Level::kInfo, "signed-in",
               {{"remote", remote}, {"requestId", request.request_id}, {"account", session->account.id.text()}});
  co_await note_activity(services, session->account.id.text(), ActivityKind::kSignedInByPasskey,
                         whereabouts_of(request));
  co_return session_answer(services, *session);
}

std::vector<Endpoint> managing_endpoints() {
  using enum http::Method;
  std::vector<Endpoint> endpoints{
      {.method = kPost,
       .path = "/v1/me/passkeys/begin",
       .handle = begin_adding,
       .summary = "What to ask the browser for to make a passkey; takes the password or a passkey",
       .request = body_of<accounts::Proof>(),
       .response = body_of<accounts::CreationOptions>()},
      {.method = kPost,
       .path = "/v1/me/passkeys",
       .handle = add_passkey,
       .summary = "Add the passkey that the browser made",
       .request = body_of<accounts::NewPasskey>(),
       .response = body_of<accounts::Passkey>(),
       .status = 201},
      {.method = kGet,
       .path = "/v1/me/passkeys",
       .handle = list_passkeys,
       .summary = "The caller's passkeys, newest first",
       .response = body_of<accounts::Passkey>(),
       .list = true},
      {.method = kPatch,
       .path = "/v1/me/passkeys/{passkeyId}",
       .handle = rename_passkey,
       .summary = "Give a passkey another name",
       .request = body_of<accounts::PasskeyName>(),
       .response = body_of<accounts::Passkey>()},
      {.method = kPost,
       .path = "/v1/me/passkeys/{passkeyId}/remove",
       .handle = remove_passkey,
       .summary = "Remove a passkey; takes the password or a passkey",
       .request = body_of<accounts::Proof>(),
       .status = 204},
      {.method = kPost,
       .path = "/v1/me/passkeys/proof",
       .handle = begin_proof,
       .summary = "What to ask the browser for to prove by a passkey that it is still you",
       .response = body_of<accounts::RequestOptions>()},
  };
  for (Endpoint& endpoint : endpoints) endpoint.session_only = true;
  return endpoints;
}

}  // namespace

std::vector<Endpoint> passkeys_endpoints() {
  using enum http::Method;
  std::vector<Endpoint> endpoints = managing_endpoints();
  endpoints.push_back({.method = kPost,
                       .path = "/v1/sessions/passkey/begin",
                       .handle = begin_sign_in,
                       .summary = "What to ask the browser for to sign in by a passkey",
                       .response = body_of<accounts::RequestOptions>()});
  endpoints.push_back({.method = kPost,
                       .path = "/v1/sessions/passkey",
                       .handle = sign_in_by_passkey,
                       .summary = "Sign in by a passkey",
                       .request = body_of<accounts::PasskeyAssertion>(),
                       .response = body_of<Session>(),
                       .status = 201});
  return endpoints;
}

}  // namespace doggy::api
