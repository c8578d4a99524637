#include "platform/http/target.h"

#include <algorithm>

#include "platform/http/message.h"
#include "platform/json/utf8.h"

namespace doggy::http {
namespace {

bool has_forbidden_character(std::string_view path) {
  return std::ranges::any_of(path,
                             [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; });
}

bool has_only_plain_segments(std::string_view path) {
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment == "." || segment == "..") return false;
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
  }
  return true;
}

std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.size(), target.find_first_of("/?")));
    return target;
  }
  return target;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  target = without_authority(target);
  const auto question = target.find('?');
  const std::string_view raw = target.substr(0, question);
  if (!raw.starts_with('/')) return std::nullopt;

  Target parsed;
  if (question != std::string_view::npos) parsed.query = target.substr(question + 1);
  if (raw.find('%') == std::string_view::npos) {
    parsed.path = raw;
  } else {
    auto decoded = percent_decode(raw);
    // An encoded slash would change the segments that the router and any proxy before us see.
    if (!decoded || std::ranges::count(*decoded, '/') != std::ranges::count(raw, '/')) return std::nullopt;
    parsed.path = std::move(*decoded);
  }
  if (has_forbidden_character(parsed.path) || !is_valid_utf8(parsed.path) || !has_only_plain_segments(parsed.path)) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace doggy::http
