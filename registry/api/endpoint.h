// What the HTTP API consists of: a constant per route, from which the router and /openapi.json are made. Who may call a
// route is the type of its handler, so that forgetting to say it does not compile.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/http/message.h"
#include "platform/http/router.h"
#include "platform/json/codec.h"
#include "registry/accounts/sessions.h"
#include "registry/circle/policy.h"
#include "registry/organizations/membership.h"

namespace doggy::api {

struct Services;

/// Who calls.
struct Caller {
  std::string account_id;
  std::string token;  // Of this session, for signing out.
  accounts::Scope scope = accounts::Scope::kSession;
};

using Answer = Result<http::Response>;

/// Anybody.
using Open = Task<Answer> (*)(Services&, http::Request);
/// Whoever is signed in.
using SignedIn = Task<Answer> (*)(Services&, http::Request, Caller);
/// Whoever holds a grant for the dog of the path's {dogId}; for everybody else the dog does not exist.
using InCircle = Task<Answer> (*)(Services&, http::Request, Caller, circle::Grant);
/// Whoever belongs to the organization of the path's {organizationId}, and as what; for everybody else it does not
/// exist.
using InOrganization = Task<Answer> (*)(Services&, http::Request, Caller, organizations::Standing);

/// How much work a request may be. Of what is more than light, an account has a few under way at once.
enum class Load : std::uint8_t {
  kLight,
  kChart,     // Reads a long history to compute from it. What is too much waits for its turn.
  kSync,      // Large records, many at a time. Likewise, but a device that takes its answer slowly does not count.
  kTransfer,  // Exports and imports. What is too much is refused.
};

/// A JSON body: the name of its schema in /openapi.json, and the schema.
struct Body {
  std::string_view name = {};  // Empty: no body.
  boost::json::object (*schema)() = nullptr;
};

template <class T>
[[nodiscard]] Body body_of() {
  return {.name = codec::Schema<T>::kName, .schema = &codec::json_schema<T>};
}

/// Enough for every record, however it is escaped.
inline constexpr std::size_t kRecordBody = std::size_t{1} << 20U;

struct QueryParameter {
  std::string_view name;
  std::string_view doc;
  std::string_view schema = R"({"type":"string"})";  // JSON Schema text.
};

struct Endpoint {
  http::Method method;
  std::string_view path;
  std::variant<Open, SignedIn, InCircle, InOrganization> handle;
  std::string_view summary;
  Body request = {};
  bool body_optional = false;
  Body response = {};
  unsigned status = 200;  // Of success.
  std::vector<QueryParameter> query = {};
  bool list = false;                                // The response is {"items": [response], "next"?: cursor}.
  std::size_t body_limit = http::kSmallBody;        // Beyond it, the handler reads by read_large_body().
  std::string_view body_type = "application/json";  // The media type that a request's body must have.
  bool session_only = false;                        // Never by an API token: it concerns the account itself.
  std::vector<QueryParameter> headers = {};         // Fields of the header that the route reads.
  Load load = Load::kLight;
  bool same_site = false;  // A GET that another site must not make in a browser, as it must not make any write.
};

/// Adds a handler per endpoint to `router`. `services` outlives it.
void add_routes(http::Router& router, const std::vector<Endpoint>& endpoints, Services& services);

/// OpenAPI 3.1 of the endpoints and all record types.
[[nodiscard]] boost::json::object openapi(const std::vector<Endpoint>& endpoints);

/// Everything under /v1.
[[nodiscard]] std::vector<Endpoint> all_endpoints();

}  // namespace doggy::api
