#include "platform/http/admission.h"

#include <fmt/format.h>

#include "platform/http/problem.h"
#include "platform/http/text.h"

namespace doggy::http {
namespace {

// A media type without parameters, or with the one that says what JSON is anyway.
bool has_type(std::string_view content_type, std::string_view wanted) {
  const auto semicolon = content_type.find(';');
  if (!equals_ignoring_case(trim(content_type.substr(0, semicolon)), wanted)) return false;
  if (semicolon == std::string_view::npos) return true;
  const std::string_view parameter = trim(content_type.substr(semicolon + 1));
  return parameter.empty() || equals_ignoring_case(parameter, "charset=utf-8") ||
         equals_ignoring_case(parameter, "charset=\"utf-8\"");
}

bool has_type(std::string_view content_type, const Route& route) {
  if (has_type(content_type, route.body_type)) return true;
  return route.method == Method::kPatch && route.body_type == "application/json" &&
         has_type(content_type, "application/merge-patch+json");
}

Response too_large(std::size_t limit, std::string_view request_id) {
  return problem({.code = Code::kTooLarge, .detail = fmt::format("The body may have at most {} bytes.", limit)},
                 request_id);
}

Response with_allow(Response response, std::string_view allow) {
  response.headers.add("Allow", std::string(allow));
  return response;
}

std::optional<Response> refuse_body(const Route& route, const RequestHead& head, const Request& request) {
  if (!route.accepts_body) return problem(400, "This request takes no body.", request.request_id);
  if (!has_type(request.headers.get("Content-Type"), route)) {
    return problem({.code = Code::kUnsupportedMediaType,
                    .detail = fmt::format("The body must have Content-Type {}.", route.body_type)},
                   request.request_id);
  }
  if (request.headers.has("Content-Encoding")) {
    return problem({.code = Code::kUnsupportedMediaType, .detail = "The body must have no Content-Encoding."},
                   request.request_id);
  }
  if (head.content_length.value_or(0) > route.body_limit) return too_large(route.body_limit, request.request_id);
  return std::nullopt;
}

}  // namespace

Admission admit(const Router& router, const Figures& figures, const RequestHead& head, Request& request) {
  Admission admission{.figures = &figures.unmatched()};
  constexpr std::string_view kReadOnly = "GET, HEAD, OPTIONS";
  if (head.asterisk) {
    admission.answer = Response::empty();
    return admission;
  }
  if (!head.normal_target) {
    admission.answer = problem(400, "The path is not in normal form.", request.request_id);
    return admission;
  }
  Router::Match match = router.find(head.method, request.path);
  const Handler* fallback = match.allow.empty() ? router.fallback(request.path) : nullptr;
  const std::string_view allow = fallback != nullptr ? kReadOnly : match.allow;

  if (match.route != nullptr) {
    admission.figures = &figures.of(*match.route);
    request.params = std::move(match.params);
    if (head.has_body) admission.answer = refuse_body(*match.route, head, request);
    if (admission.answer) return admission;
    admission.handler = &match.route->handler;
    if (match.route->authorize) admission.authorize = &match.route->authorize;
    admission.body_limit = match.route->body_limit;
    return admission;
  }
  if (allow.empty() && !head.method) {
    admission.answer = problem(501, "The method is not known here.", request.request_id);
  } else if (allow.empty()) {
    admission.answer =
        problem({.code = Code::kNotFound, .detail = "There is nothing at this path."}, request.request_id);
  } else if (head.has_body) {
    admission.answer = with_allow(problem(405, "The path does not take this.", request.request_id), allow);
  } else if (head.method == Method::kOptions) {
    admission.answer = with_allow(Response::empty(), allow);
  } else if (fallback != nullptr && (head.method == Method::kGet || head.method == Method::kHead)) {
    admission.figures = &figures.fallback();
    admission.handler = fallback;
  } else {
    admission.answer = with_allow(problem(405, "The path does not take this method.", request.request_id), allow);
  }
  return admission;
}

}  // namespace doggy::http
