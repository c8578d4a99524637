#include "platform/http/range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/http/conditional.h"
#include "platform/http/text.h"

namespace doggy::http {
namespace {

// Digits alone; nothing when they are more than 64 bits hold.
std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

RangeChoice parse_range(std::string_view field, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!equals_ignoring_case(field.substr(0, kUnit.size()), kUnit)) return {};
  field = trim(field.substr(kUnit.size()));
  const std::size_t dash = field.find('-');
  if (dash == std::string_view::npos || field.find(',') != std::string_view::npos) return {};
  const std::string_view from = field.substr(0, dash);
  const std::string_view to = field.substr(dash + 1);
  if (from.empty()) {
    const auto last_bytes = number_of(to);
    if (!last_bytes) return {};
    if (*last_bytes == 0 || size == 0) return {.kind = RangeChoice::Kind::kUnsatisfiable};
    return {.kind = RangeChoice::Kind::kPart, .part = {.first = size - std::min(size, *last_bytes), .last = size - 1}};
  }
  const auto first = number_of(from);
  const auto last = to.empty() ? std::optional(size - 1) : number_of(to);
  if (!first || !last || (!to.empty() && *last < *first)) return {};
  if (*first >= size) return {.kind = RangeChoice::Kind::kUnsatisfiable};
  return {.kind = RangeChoice::Kind::kPart, .part = {.first = *first, .last = std::min(*last, size - 1)}};
}

RangeChoice choose_range(const Request& request, std::uint64_t size, std::string_view etag) {
  if (request.method != Method::kGet || !request.headers.has("Range")) return {};
  if (matches_etag(request.headers.get("If-None-Match"), etag)) return {};
  // A strong comparison: of a date, or a weak tag, it is never true.
  if (request.headers.has("If-Range") && (etag.empty() || request.headers.get("If-Range") != etag)) return {};
  return parse_range(request.headers.get("Range"), size);
}

std::string content_range(const RangeChoice& choice, std::uint64_t size) {
  if (choice.kind == RangeChoice::Kind::kUnsatisfiable) return fmt::format("bytes */{}", size);
  return fmt::format("bytes {}-{}/{}", choice.part.first, choice.part.last, size);
}

}  // namespace doggy::http
