#include "platform/http/conditional.h"

#include <utility>

namespace doggy::http {
namespace {

std::string_view opaque(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

}  // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match.empty() || etag.empty()) return false;
  if (if_none_match == "*") return true;
  for (std::string_view rest = if_none_match; !rest.empty();) {
    const auto start = rest.find_first_not_of(" \t,");
    if (start == std::string_view::npos) break;
    rest.remove_prefix(start);
    // A tag may hold commas, so it ends at its closing quote.
    const auto open = rest.find('"');
    const auto end = open == std::string_view::npos ? open : rest.find('"', open + 1);
    if (end == std::string_view::npos) break;
    if (opaque(rest.substr(0, end + 1)) == opaque(etag)) return true;
    rest.remove_prefix(end + 1);
  }
  return false;
}

Response not_modified(Response response) {
  response.status = 304;
  response.content_type.clear();
  response.body.clear();
  response.shared_body = nullptr;
  response.stream = nullptr;
  return response;
}

}  // namespace doggy::http
