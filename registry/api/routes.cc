// From an endpoint to a route: who is calling, may they, and what an error looks like.
#include <algorithm>
#include <utility>

#include "platform/http/problem.h"
#include "platform/id/uuid.h"
#include "registry/api/audit_api.h"
#include "registry/api/endpoint.h"
#include "registry/api/load.h"
#include "registry/api/services.h"
#include "registry/api/session_cookie.h"

namespace doggy::api {
namespace {

bool is_safe(http::Method method) {
  return method == http::Method::kGet || method == http::Method::kHead || method == http::Method::kOptions;
}

// Whether a browser may have been led here by another site. Browsers tell by Sec-Fetch-Site, older ones by Origin; a
// request that proves nothing is believed only when it does not rely on the cookie.
bool may_be_forged(const http::Request& request, bool by_cookie) {
  const std::string_view site = request.headers.get("Sec-Fetch-Site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty()) return by_cookie;
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.headers.get("Host");
}

// The token that the request carries, and how.
struct Credentials {
  std::string token;
  bool by_cookie = false;
};

Credentials credentials_of(const http::Request& request, bool secure) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view authorization = request.headers.get("Authorization");
  if (authorization.starts_with(kScheme)) return {.token = std::string(authorization.substr(kScheme.size()))};
  const std::string_view cookie = request.cookie(session_cookie(secure));
  return {.token = std::string(cookie), .by_cookie = !cookie.empty()};
}

Result<void> check_origin(const Endpoint& endpoint, const http::Request& request, const Credentials& credentials) {
  const bool bearer = !credentials.token.empty() && !credentials.by_cookie;
  const bool safe = is_safe(request.method) && !endpoint.same_site;
  if (safe || bearer || !may_be_forged(request, credentials.by_cookie)) return {};
  return fail(Code::kForbidden, "This request seems to come from another site.");
}

// A token for reading reads, and no token touches the account it belongs to.
Result<void> check_scope(const Endpoint& endpoint, accounts::Scope scope) {
  if (scope == accounts::Scope::kSession) return {};
  if (endpoint.session_only) return fail(Code::kForbidden, "An API token may not do this: sign in.");
  if (scope == accounts::Scope::kRead && !is_safe(endpoint.method))
    return fail(Code::kForbidden, "This API token may only read.");
  return {};
}

Task<Result<Caller>> authenticate(Services& services, Credentials credentials) {
  if (credentials.token.empty()) co_return fail(Code::kUnauthenticated, "You are not signed in.");
  std::string token = credentials.token;
  auto identity = co_await services.sessions.authenticate(std::move(credentials.token));
  if (!identity) co_return std::unexpected(identity.error());
  co_return Caller{.account_id = std::move(identity->account_id), .token = std::move(token), .scope = identity->scope};
}

Task<Answer> in_circle(Services& services, InCircle handle, http::Request request, Caller caller) {
  const auto dog_id = Uuid::parse(request.param("dogId"));
  if (!dog_id) co_return fail(Code::kNotFound, "There is no such dog.");
  // Handlers read the canonical form.
  const std::string canonical = dog_id->text();
  for (auto& [name, value] : request.params)
    if (name == "dogId") value = canonical;
  auto grant = co_await services.circle.grant_of(canonical, caller.account_id);
  if (!grant) co_return std::unexpected(grant.error());
  const bool looks = is_safe(request.method);
  const circle::Grant viewer = *grant;
  auto answered = co_await handle(services, std::move(request), std::move(caller), std::move(*grant));
  if (looks && answered) co_await note_view(services, canonical, viewer);
  co_return answered;
}

Task<Answer> in_organization(Services& services, InOrganization handle, http::Request request, Caller caller) {
  const auto id = Uuid::parse(request.param("organizationId"));
  if (!id) co_return fail(Code::kNotFound, "There is no such organization.");
  const std::string canonical = id->text();
  for (auto& [name, value] : request.params)
    if (name == "organizationId") value = canonical;
  auto standing = co_await organizations::standing_in(services.store, canonical, caller.account_id);
  if (!standing) co_return std::unexpected(standing.error());
  co_return co_await handle(services, std::move(request), std::move(caller), std::move(*standing));
}

Task<Answer> answer_to(Services& services, const Endpoint& endpoint, http::Request request, Caller caller) {
  if (const auto* signed_in = std::get_if<SignedIn>(&endpoint.handle))
    co_return co_await (*signed_in)(services, std::move(request), std::move(caller));
  if (const auto* member = std::get_if<InOrganization>(&endpoint.handle))
    co_return co_await in_organization(services, *member, std::move(request), std::move(caller));
  const InCircle handle = std::get<InCircle>(endpoint.handle);
  co_return co_await in_circle(services, handle, std::move(request), std::move(caller));
}

Task<Answer> answer(Services& services, const Endpoint& endpoint, http::Request request) {
  Credentials credentials = credentials_of(request, services.secure_cookies());
  auto origin = check_origin(endpoint, request, credentials);
  if (!origin) co_return std::unexpected(origin.error());
  if (const auto* open = std::get_if<Open>(&endpoint.handle)) {
    auto permit = co_await admit(services, endpoint.load, request.remote_address, request.client_left);
    if (!permit) co_return std::unexpected(permit.error());
    auto answered = co_await (*open)(services, std::move(request));
    if (answered && endpoint.load != Load::kLight) hold_until_sent(*answered, std::move(*permit));
    co_return answered;
  }

  auto caller = co_await authenticate(services, std::move(credentials));
  if (!caller) co_return std::unexpected(caller.error());
  if (auto allowed = check_scope(endpoint, caller->scope); !allowed) co_return std::unexpected(allowed.error());
  auto permit = co_await admit(services, endpoint.load, caller->account_id, request.client_left);
  if (!permit) co_return std::unexpected(permit.error());
  auto answered = co_await answer_to(services, endpoint, std::move(request), std::move(*caller));
  if (answered && endpoint.load != Load::kLight) hold_until_sent(*answered, std::move(*permit));
  co_return answered;
}

Task<http::Response> respond(Services& services, const Endpoint& endpoint, http::Request request) {
  const std::string request_id = request.request_id;
  auto result = co_await answer(services, endpoint, std::move(request));
  if (!result) co_return http::problem(result.error(), request_id);
  if (result->status == 200) result->status = endpoint.status;
  co_return std::move(*result);
}

}  // namespace

void add_routes(http::Router& router, const std::vector<Endpoint>& endpoints, Services& services) {
  for (const Endpoint& endpoint : endpoints) {
    http::Route route{.method = endpoint.method, .path = std::string(endpoint.path)};
    // An action without input still takes the empty object that many clients send with every POST.
    route.accepts_body = endpoint.request.schema != nullptr || endpoint.method == http::Method::kPost ||
                         endpoint.body_type != route.body_type;
    route.body_type = endpoint.body_type;
    route.body_limit = endpoint.body_limit;
    route.handler = [&services, endpoint](http::Request request) {
      return respond(services, endpoint, std::move(request));
    };
    router.add(std::move(route));
  }
}

}  // namespace doggy::api
