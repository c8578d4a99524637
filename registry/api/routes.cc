// From an endpoint to a route: who is calling, may they, and what an error looks like.
#include <algorithm>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/http/problem.h"
#include "platform/id/uuid.h"
#include "platform/try.h"
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
bool may_be_forged(const http::Request& request, bool by_cookie, bool https) {
  const std::string_view site = request.headers.get("Sec-Fetch-Site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty()) return by_cookie;
  const std::string_view scheme = https ? "https://" : "http://";
  return !origin.starts_with(scheme) || origin.substr(scheme.size()) != request.headers.get("Host");
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

Result<void> check_origin(const Endpoint& endpoint, const http::Request& request, const Credentials& credentials,
                          bool https) {
  const bool bearer = !credentials.token.empty() && !credentials.by_cookie;
  const bool safe = is_safe(request.method) && !endpoint.same_site;
  if (safe || bearer || !may_be_forged(request, credentials.by_cookie, https)) return {};
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
  CO_TRY(auto identity, co_await services.sessions.authenticate(std::move(credentials.token)));
  co_return Caller{.account_id = std::move(identity.account_id), .token = std::move(token), .scope = identity.scope};
}

// What a request's header says of who calls, and for which dog or organization.
struct Claim {
  Credentials credentials;
  std::string place;  // As the path has it; empty when it has none.
};

// Who calls, once it is known that they may.
struct Permit {
  Caller caller = {};
  std::string place = {};  // The id in its canonical form.
  std::variant<std::monostate, circle::Grant, organizations::Standing> standing = {};
};

std::string_view place_parameter(const Endpoint& endpoint) {
  if (std::holds_alternative<InCircle>(endpoint.handle)) return "dogId";
  if (std::holds_alternative<InOrganization>(endpoint.handle)) return "organizationId";
  return {};
}

Result<Claim> read_claim(const Services& services, const Endpoint& endpoint, const http::Request& request) {
  const bool https = services.secure_cookies();
  Claim claim{.credentials = credentials_of(request, https), .place = {}};
  CHECK_OK(check_origin(endpoint, request, claim.credentials, https));
  if (const std::string_view name = place_parameter(endpoint); !name.empty()) claim.place = request.param(name);
  return claim;
}

// The one place that says who may call what, by the type of the handler: before a large body is read, and again when
// all of it is there.
Task<Result<Permit>> permit(Services& services, const Endpoint& endpoint, Claim claim) {
  if (std::holds_alternative<Open>(endpoint.handle)) co_return Permit{};
  CO_TRY(Caller caller, co_await authenticate(services, std::move(claim.credentials)));
  CO_CHECK_OK(check_scope(endpoint, caller.scope));
  Permit permit{.caller = std::move(caller)};
  if (std::holds_alternative<SignedIn>(endpoint.handle)) co_return permit;

  const bool of_dog = std::holds_alternative<InCircle>(endpoint.handle);
  const auto id = Uuid::parse(claim.place);
  if (!id) co_return fail(Code::kNotFound, of_dog ? "There is no such dog." : "There is no such organization.");
  permit.place = id->text();
  if (of_dog) {
    CO_TRY(permit.standing, co_await services.circle.grant_of(permit.place, permit.caller.account_id));
  } else {
    CO_TRY(permit.standing,
           co_await organizations::standing_in(services.store, permit.place, permit.caller.account_id));
  }
  co_return permit;
}

// Handlers read the canonical form.
void set_place(http::Request& request, std::string_view parameter, const std::string& place) {
  for (auto& [name, value] : request.params)
    if (name == parameter) value = place;
}

Task<Answer> in_circle(Services& services, InCircle handle, http::Request request, Permit permit) {
  const bool looks = is_safe(request.method);
  auto& grant = std::get<circle::Grant>(permit.standing);
  const circle::Grant viewer = grant;
  auto answered = co_await handle(services, std::move(request), std::move(permit.caller), std::move(grant));
  if (looks && answered) co_await note_view(services, permit.place, viewer);
  co_return answered;
}

Task<Answer> handle(Services& services, const Endpoint& endpoint, http::Request request, Permit permitted) {
  if (const auto* open = std::get_if<Open>(&endpoint.handle)) co_return co_await (*open)(services, std::move(request));
  if (const auto* signed_in = std::get_if<SignedIn>(&endpoint.handle))
    co_return co_await (*signed_in)(services, std::move(request), std::move(permitted.caller));
  if (const auto* member = std::get_if<InOrganization>(&endpoint.handle)) {
    auto& standing = std::get<organizations::Standing>(permitted.standing);
    co_return co_await (*member)(services, std::move(request), std::move(permitted.caller), std::move(standing));
  }
  const InCircle in_dog = std::get<InCircle>(endpoint.handle);
  co_return co_await in_circle(services, in_dog, std::move(request), std::move(permitted));
}

// Off the event loops, whose next request would wait for each step of it. A sync does so where it reads: its writes
// should be as quick as any.
bool runs_in_background(Load load) {
  return load == Load::kChart || load == Load::kTransfer;
}

Task<Answer> answer(Services& services, const Endpoint& endpoint, http::Request request) {
  CO_TRY(Claim claim, read_claim(services, endpoint, request));
  CO_TRY(Permit permitted, co_await permit(services, endpoint, std::move(claim)));
  set_place(request, place_parameter(endpoint), permitted.place);
  if (endpoint.load == Load::kLight)
    co_return co_await handle(services, endpoint, std::move(request), std::move(permitted));
  // Strangers are counted by their address.
  std::string key = permitted.caller.account_id.empty() ? request.remote_address : permitted.caller.account_id;
  CO_TRY(KeyedLimit::Permit turn, co_await admit(services, endpoint.load, std::move(key), request.client_left));
  auto work = handle(services, endpoint, std::move(request), std::move(permitted));
  if (runs_in_background(endpoint.load)) work = run_on(services.runtime.background(), std::move(work));
  auto answered = co_await std::move(work);
  if (answered && endpoint.load != Load::kSync) hold_until_sent(*answered, std::move(turn));
  co_return answered;
}

// Whether the caller of an endpoint may send it a large body. The account is its sender.
Task<std::expected<std::string, http::Response>> authorize(Services& services, const Endpoint& endpoint,
                                                           http::Request request) {
  auto claim = read_claim(services, endpoint, request);
  if (!claim) co_return std::unexpected(http::problem(claim.error(), request.request_id));
  auto permitted = co_await permit(services, endpoint, std::move(*claim));
  if (!permitted) co_return std::unexpected(http::problem(permitted.error(), request.request_id));
  co_return std::move(permitted->caller.account_id);
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
    // For what anybody may call, nobody is asked: an open endpoint with a larger limit is refused by the router.
    if (!std::holds_alternative<Open>(endpoint.handle)) {
      route.authorize = [&services, endpoint](http::Request request) {
        return authorize(services, endpoint, std::move(request));
      };
    }
    route.handler = [&services, endpoint](http::Request request) {
      return respond(services, endpoint, std::move(request));
    };
    router.add(std::move(route));
  }
}

}  // namespace doggy::api
