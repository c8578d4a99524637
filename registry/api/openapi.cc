// OpenAPI 3.1 from the endpoints, and the one list of them.
#include <boost/json/parse.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "platform/http/message.h"
#include "registry/api/account_api.h"
#include "registry/api/account_settings_api.h"
#include "registry/api/accounts_api.h"
#include "registry/api/activity_api.h"
#include "registry/api/audit_api.h"
#include "registry/api/behavior_charts_api.h"
#include "registry/api/calendar_api.h"
#include "registry/api/circle_api.h"
#include "registry/api/dogs_api.h"
#include "registry/api/endpoint.h"
#include "registry/api/import_api.h"
#include "registry/api/live_api.h"
#include "registry/api/media_api.h"
#include "registry/api/notifications_api.h"
#include "registry/api/organizations_api.h"
#include "registry/api/passkeys_api.h"
#include "registry/api/profile_photo_api.h"
#include "registry/api/progress_api.h"
#include "registry/api/push_api.h"
#include "registry/api/record_schemas.h"
#include "registry/api/records_api.h"
#include "registry/api/recovery_api.h"
#include "registry/api/report_api.h"
#include "registry/api/search_api.h"
#include "registry/api/server_api.h"
#include "registry/api/shared_media_api.h"
#include "registry/api/sharing_api.h"
#include "registry/api/sync_api.h"
#include "registry/api/webhooks_api.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

boost::json::object json_content(boost::json::object schema, std::string_view media_type = "application/json") {
  return {{media_type, {{"schema", std::move(schema)}}}};
}

boost::json::object reference(std::string_view component) {
  return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

boost::json::object problem_schema() {
  const boost::json::object text{{"type", "string"}};
  boost::json::object field{{"type", "object"},
                            {"properties", {{"field", text}, {"rule", text}, {"message", text}}},
                            {"required", {"field", "rule", "message"}}};
  return {{"title", "Problem"},
          {"description", "What went wrong (RFC 9457): `errors` names each wrong field and the rule it breaks."},
          {"type", "object"},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"detail", text},
            {"errors", {{"type", "array"}, {"items", std::move(field)}}},
            {"requestId", text},
            {"current", {{"description", "With 412: what is there now."}}},
            {"report", {{"description", "Of an import that was refused: an ImportReport."}}}}},
          {"required", {"type", "title", "status", "detail", "requestId"}}};
}

boost::json::object page_of(std::string_view component) {
  return {{"type", "object"},
          {"properties",
           {{"items", {{"type", "array"}, {"items", reference(component)}}},
            {"next", {{"type", "string"}, {"description", "Cursor of the next page; absent at the end."}}}}},
          {"required", {"items"}}};
}

boost::json::array parameters_of(const Endpoint& endpoint) {
  boost::json::array parameters;
  const std::string_view path = endpoint.path;
  for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
    const std::size_t close = path.find('}', open);
    parameters.push_back(boost::json::object{{"name", path.substr(open + 1, close - open - 1)},
                                             {"in", "path"},
                                             {"required", true},
                                             {"schema", {{"type", "string"}}}});
  }
  for (const QueryParameter& one : endpoint.query)
    parameters.push_back(boost::json::object{
        {"name", one.name}, {"in", "query"}, {"description", one.doc}, {"schema", boost::json::parse(one.schema)}});
  for (const QueryParameter& one : endpoint.headers)
    parameters.push_back(boost::json::object{
        {"name", one.name}, {"in", "header"}, {"description", one.doc}, {"schema", boost::json::parse(one.schema)}});
  const bool versioned = endpoint.path.find("records/{recordId}") != std::string_view::npos &&
                         endpoint.method != http::Method::kGet && endpoint.method != http::Method::kPost;
  if (versioned)
    parameters.push_back(boost::json::object{{"name", "If-Match"},
                                             {"in", "header"},
                                             {"description", "The version the change is made from, as ETag gave it."},
                                             {"schema", {{"type", "string"}}}});
  return parameters;
}

boost::json::object operation_of(const Endpoint& endpoint) {
  boost::json::object success{{"description", "Done."}};
  if (endpoint.response.schema != nullptr)
    success["content"] =
        json_content(endpoint.list ? page_of(endpoint.response.name) : reference(endpoint.response.name));
  boost::json::object responses{{std::to_string(endpoint.status), success}};
  if (endpoint.method == http::Method::kPut) responses["201"] = success;
  responses["default"] = boost::json::object{
      {"description", "A problem."}, {"content", json_content(reference("Problem"), "application/problem+json")}};
  boost::json::object operation{{"summary", endpoint.summary}, {"responses", std::move(responses)}};
  if (auto parameters = parameters_of(endpoint); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (endpoint.request.schema != nullptr)
    operation["requestBody"] =
        boost::json::object{{"required", !endpoint.body_optional},
                            {"content", json_content(reference(endpoint.request.name), endpoint.body_type)}};
  else if (endpoint.body_type != Endpoint{}.body_type)
    operation["requestBody"] =
        boost::json::object{{"required", true}, {"content", {{endpoint.body_type, boost::json::object{}}}}};
  if (std::holds_alternative<Open>(endpoint.handle)) operation["security"] = boost::json::array{};
  return operation;
}

std::string lower(std::string_view text) {
  std::string lowered;
  for (char c : text) lowered += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lowered;
}

}  // namespace

boost::json::object openapi(const std::vector<Endpoint>& endpoints) {
  boost::json::object paths;
  boost::json::object schemas{{"Problem", problem_schema()}};
  for (const Endpoint& endpoint : endpoints) {
    auto& path = paths[endpoint.path];
    if (!path.is_object()) path = boost::json::object{};
    path.as_object()[lower(http::to_string(endpoint.method))] = operation_of(endpoint);
    for (const Body* body : {&endpoint.request, &endpoint.response})
      if (body->schema != nullptr && !schemas.contains(body->name)) schemas[body->name] = body->schema();
  }
  for (const types::RecordType& type : types::catalog()) {
    const auto added = schemas.emplace(component_name(type), typed_record_schema(type));
    if (!added.second) throw std::logic_error("openapi: two schemas are called " + component_name(type));
  }

  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Doggy App"},
        {"version", DOGGY_VERSION},
        {"description", "Records of dogs in training: behavior and progress, shared within a care circle."}}},
      {"security",
       {boost::json::object{{"bearer", boost::json::array{}}}, boost::json::object{{"cookie", boost::json::array{}}}}},
      {"paths", std::move(paths)},
      {"components",
       {{"securitySchemes",
         {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
          {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "doggy_session"}}}}},
        {"schemas", std::move(schemas)}}}};
}

std::vector<Endpoint> all_endpoints() {
  std::vector<Endpoint> all;
  for (auto make : {accounts_endpoints,     account_endpoints,       account_settings_endpoints,
                    passkeys_endpoints,     activity_endpoints,      recovery_endpoints,
                    dogs_endpoints,         records_endpoints,       circle_endpoints,
                    sync_endpoints,         progress_endpoints,      behavior_chart_endpoints,
                    calendar_endpoints,     import_endpoints,        live_endpoints,
                    audit_endpoints,        sharing_endpoints,       organizations_endpoints,
                    report_endpoints,       notifications_endpoints, push_endpoints,
                    webhook_endpoints,      media_endpoints,         profile_photo_endpoints,
                    shared_media_endpoints, search_endpoints,        server_endpoints})
    for (Endpoint& endpoint : make()) all.push_back(std::move(endpoint));
  return all;
}

}  // namespace doggy::api
