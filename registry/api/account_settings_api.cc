#include "registry/api/account_settings_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/accounts/passkeys/proofs.h"
#include "registry/api/activity_api.h"
#include "registry/api/input.h"
#include "registry/api/recovery_api.h"
#include "registry/api/services.h"
#include "registry/notify/letters.h"

namespace doggy::api {

struct CodeProof {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeProof, (), (code))

struct NewSecondFactor {
  std::string secret;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(NewSecondFactor, (), (secret, url))

struct RecoveryCodes {
  std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (codes))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::CodeProof> {
  static constexpr std::string_view kName = "CodeProof";
  static constexpr std::string_view kDoc = "That an authenticator app has the secret.";
  static constexpr std::array kFields{
      Field{.member = "code", .doc = "The code that the app shows.", .max_length = 20},
  };
};

template <>
struct Schema<api::NewSecondFactor> {
  static constexpr std::string_view kName = "NewSecondFactor";
  static constexpr std::string_view kDoc = "What an authenticator app needs; in force once a code was given.";
  static constexpr std::array kFields{
      Field{.member = "secret", .doc = "To type in (base32).", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "The same for a QR code (otpauth).", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::RecoveryCodes> {
  static constexpr std::string_view kName = "RecoveryCodes";
  static constexpr std::string_view kDoc = "Each stands in for a code once; shown once.";
  static constexpr std::array kFields{
      Field{.member = "codes", .doc = "To keep in a safe place.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

using accounts::ActivityKind;

Task<Answer> change_me(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<accounts::AccountChange>(request));
  CO_TRY(auto before, co_await services.accounts.get(caller.account_id));
  CO_TRY(auto account, co_await services.accounts.change(caller.account_id, std::move(body), request.client_left));
  if (account.email != before.email) {
    co_await note_activity(services, caller.account_id, ActivityKind::kEmailChanged, whereabouts_of(request));
    co_await services.post.send(notify::email_changed_letter(before));
    // The change stands also when so many mails were asked for that this one is not sent.
    static_cast<void>(co_await mail_verification(services, std::move(caller.account_id)));
  }
  co_return http::Response::json(codec::encode_text(account));
}

Task<Answer> change_password(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<accounts::PasswordChange>(request));
  CO_TRY(auto account, co_await services.accounts.change_password(caller.account_id, std::move(body),
                                                                  std::move(caller.token), request.client_left));
  services.live.account_changed(caller.account_id);
  co_await note_activity(services, caller.account_id, ActivityKind::kPasswordChanged, whereabouts_of(request));
  co_await services.post.send(notify::password_changed_letter(account));
  co_return http::Response::empty();
}

Task<Answer> list_sessions(Services& services, http::Request, Caller caller) {
  CO_TRY(auto sessions, co_await services.sessions.list(std::move(caller.account_id), std::move(caller.token)));
  co_return list_response(sessions);
}

Task<Answer> end_session(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(co_await services.sessions.end_one(caller.account_id, request.param("sessionId")));
  co_await note_activity(services, caller.account_id, ActivityKind::kSignedOutElsewhere, whereabouts_of(request));
  services.live.account_changed(caller.account_id);
  co_return http::Response::empty();
}

Task<Answer> list_tokens(Services& services, http::Request, Caller caller) {
  CO_TRY(auto tokens, co_await services.sessions.tokens(std::move(caller.account_id)));
  co_return list_response(tokens);
}

Task<Answer> make_token(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<accounts::NewApiToken>(request));
  CO_TRY(auto token,
         co_await services.sessions.make_token(caller.account_id, std::move(body), std::move(caller.token)));
  co_await note_activity(services, std::move(caller.account_id), ActivityKind::kTokenMade, whereabouts_of(request));
  co_return http::Response::json(codec::encode_text(token));
}

Task<Answer> revoke_token(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(co_await services.sessions.revoke_token(caller.account_id, request.param("tokenId")));
  co_await note_activity(services, caller.account_id, ActivityKind::kTokenRevoked, whereabouts_of(request));
  services.live.account_changed(caller.account_id);
  co_return http::Response::empty();
}

Task<Result<accounts::Account>> check_proof_in(Services& services, http::Request request, std::string account_id) {
  CO_TRY(auto proof, read_body<accounts::Proof>(request));
  co_return co_await check_proof(services.accounts, services.passkeys, std::move(account_id), std::move(proof),
                                 accounts::relying_party_of(services.public_url), request.client_left);
}

// Whoever finds a screen unlocked must not be able to lock its owner out.
Task<Answer> begin_second_factor(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto proven, co_await check_proof_in(services, std::move(request), std::move(caller.account_id)));
  CO_TRY(auto begun, co_await services.accounts.begin_second_factor(std::move(proven)));
  co_return http::Response::json(
      codec::encode_text(NewSecondFactor{.secret = std::move(begun.secret), .url = std::move(begun.url)}));
}

Task<Answer> confirm_second_factor(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<CodeProof>(request));
  CO_TRY(auto codes, co_await services.accounts.confirm_second_factor(caller.account_id, std::move(body.code)));
  CO_TRY(auto account, co_await services.accounts.get(std::move(caller.account_id)));
  co_await note_activity(services, account.id.text(), ActivityKind::kSecondFactorOn, whereabouts_of(request));
  co_await services.post.send(notify::second_factor_on_letter(account));
  co_return http::Response::json(codec::encode_text(RecoveryCodes{.codes = std::move(codes)}));
}

Task<Answer> remove_second_factor(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto account, co_await check_proof_in(services, request, std::move(caller.account_id)));
  CO_CHECK_OK(co_await services.accounts.remove_second_factor(account));
  co_await note_activity(services, account.id.text(), ActivityKind::kSecondFactorOff, whereabouts_of(request));
  co_await services.post.send(notify::second_factor_off_letter(account));
  co_return http::Response::empty();
}

}  // namespace

std::vector<Endpoint> account_settings_endpoints() {
  using enum http::Method;
  std::vector<Endpoint> endpoints{
      {.method = kPatch,
       .path = "/v1/me",
       .handle = change_me,
       .summary = "Change one's name, language, units or email",
       .request = body_of<accounts::AccountChange>(),
       .response = body_of<accounts::Account>()},
      {.method = kPut,
       .path = "/v1/me/password",
       .handle = change_password,
       .summary = "Change the password; ends every other session, the API tokens and, if asked, the feeds",
       .request = body_of<accounts::PasswordChange>(),
       .status = 204},
      {.method = kGet,
       .path = "/v1/sessions",
       .handle = list_sessions,
       .summary = "Where the caller is signed in, newest first",
       .response = body_of<accounts::SessionInfo>(),
       .list = true},
      {.method = kDelete,
       .path = "/v1/sessions/{sessionId}",
       .handle = end_session,
       .summary = "Sign out somewhere else",
       .status = 204},
      {.method = kGet,
       .path = "/v1/me/tokens",
       .handle = list_tokens,
       .summary = "The caller's API tokens, newest first",
       .response = body_of<accounts::ApiToken>(),
       .list = true},
      {.method = kPost,
       .path = "/v1/me/tokens",
       .handle = make_token,
       .summary = "Make an API token; it is shown once",
       .request = body_of<accounts::NewApiToken>(),
       .response = body_of<accounts::ApiToken>(),
       .status = 201},
      {.method = kDelete,
       .path = "/v1/me/tokens/{tokenId}",
       .handle = revoke_token,
       .summary = "Revoke an API token",
       .status = 204},
      {.method = kPost,
       .path = "/v1/me/second-factor",
       .handle = begin_second_factor,
       .summary = "Begin to use an authenticator app (RFC 6238); takes the password or a passkey",
       .request = body_of<accounts::Proof>(),
       .response = body_of<NewSecondFactor>()},
      {.method = kPost,
       .path = "/v1/me/second-factor/confirm",
       .handle = confirm_second_factor,
       .summary = "Give the app's first code: from now on signing in takes one",
       .request = body_of<CodeProof>(),
       .response = body_of<RecoveryCodes>()},
      {.method = kPost,
       .path = "/v1/me/second-factor/remove",
       .handle = remove_second_factor,
       .summary = "Sign in by password alone again; takes the password and a code, or a passkey",
       .request = body_of<accounts::Proof>(),
       .status = 204},
  };
  for (Endpoint& endpoint : endpoints) endpoint.session_only = true;
  return endpoints;
}

}  // namespace doggy::api
