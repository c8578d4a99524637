#include "alert-analyzer/webhook/gate.h"

#include <optional>
#include <string_view>

#include "platform/http/problem.h"
#include "platform/http/text.h"
#include "platform/id/secret.h"
#include "platform/program/address.h"

namespace doggy::analyzer {
namespace {

// What follows the scheme, if it is that scheme.
std::optional<std::string_view> credentials(std::string_view field, std::string_view scheme) {
  if (field.size() <= scheme.size() || field[scheme.size()] != ' ') return {};
  if (!http::equals_ignoring_case(field.substr(0, scheme.size()), scheme)) return {};
  return http::trim(field.substr(scheme.size()));
}

// RFC 7617: base64 of "user:password".
std::string basic_password(std::string_view encoded) {
  std::string url_form;
  for (char c : encoded)
    if (c != '=') url_form += c == '+' ? '-' : c == '/' ? '_' : c;
  const auto decoded = from_base64url(url_form);
  const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
  return colon == std::string::npos ? std::string() : decoded->substr(colon + 1);
}

bool is_loopback_host(std::string_view host) {
  const std::size_t port = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  host = host.substr(0, port);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return program::is_loopback({.host = std::string(host)});
}

}  // namespace

bool Gate::admits(const http::Request& request) const {
  if (token_.empty()) return is_loopback_host(request.headers.get("Host"));
  const std::string_view field = request.headers.get("Authorization");
  if (const auto bearer = credentials(field, "Bearer")) return equal_constant_time(*bearer, token_);
  if (const auto basic = credentials(field, "Basic")) return equal_constant_time(basic_password(*basic), token_);
  return false;
}

http::Response Gate::refusal(const http::Request& request, const std::string& challenge) {
  http::Response response = http::problem(401, "The token is missing or wrong.", request.request_id);
  response.headers.add("WWW-Authenticate", challenge + " realm=\"Doggy App alert analyzer\"");
  return response;
}

}  // namespace doggy::analyzer
