#include "platform/http/problem.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>

#include "platform/http/status.h"
#include "platform/json/utf8.h"

namespace doggy::http {
namespace {

// The text of a JSON string. A detail may quote a header or a query, which can hold any bytes: what is no UTF-8 loses
// its non-ASCII ones, so that a problem is valid JSON always.
std::string quoted(std::string_view text) {
  if (is_valid_utf8(text)) return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
  std::string ascii(text);
  std::ranges::replace_if(ascii, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }, '?');
  return boost::json::serialize(boost::json::string_view(ascii));
}

std::string head(unsigned status, std::string_view detail) {
  // about:blank says "the status is all there is to the type" (RFC 9457, 4.2.1): what went wrong in particular is in
  // errors[].rule, which clients branch on; a URI of our own would have to be kept resolvable for ever and say no more.
  return fmt::format(R"({{"type":"about:blank","title":{},"status":{},"detail":{})", quoted(reason(status)), status,
                     quoted(detail));
}

Response finish(std::string body, unsigned status, std::string_view request_id) {
  body += R"(,"requestId":)";
  body += quoted(request_id);
  body += '}';
  return {.status = status, .content_type = "application/problem+json", .body = std::move(body)};
}

}  // namespace

unsigned status_of(Code code) {
  switch (code) {
    case Code::kInvalid:
      return 422;
    case Code::kMalformed:
      return 400;
    case Code::kUnauthenticated:
      return 401;
    case Code::kForbidden:
      return 403;
    case Code::kNotFound:
      return 404;
    case Code::kConflict:
      return 409;
    case Code::kPreconditionFailed:
      return 412;
    case Code::kGone:
      return 410;
    case Code::kTooLarge:
      return 413;
    case Code::kUnsupportedMediaType:
      return 415;
    case Code::kThrottled:
      return 429;
    case Code::kUnavailable:
      return 503;
  }
  return 500;
}

Response problem(const Error& error, std::string_view request_id) {
  const unsigned status = status_of(error.code);
  std::string body = head(status, error.detail);
  if (!error.fields.empty()) {
    body += R"(,"errors":[)";
    for (const FieldError& field : error.fields) {
      if (body.back() != '[') body += ',';
      body += fmt::format(R"({{"field":{},"rule":{},"message":{}}})", quoted(field.field), quoted(field.rule),
                          quoted(field.message));
    }
    body += ']';
  }
  if (!error.current.empty()) body += R"(,"current":)" + error.current;
  if (!error.report.empty()) body += R"(,"report":)" + error.report;
  Response response = finish(std::move(body), status, request_id);
  if (status == 401) response.headers.add("WWW-Authenticate", "Bearer");
  if (error.retry_after) response.headers.add("Retry-After", std::to_string(error.retry_after->count()));
  return response;
}

Response problem(unsigned status, std::string_view detail, std::string_view request_id) {
  return finish(head(status, detail), status, request_id);
}

}  // namespace doggy::http
