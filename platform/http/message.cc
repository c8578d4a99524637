#include "platform/http/message.h"

#include <algorithm>
#include <stdexcept>

#include "platform/http/text.h"

namespace doggy::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lower(c);
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return -1;
}

// Calls `visit(piece)` for each piece of `text` between `separator`s until it returns true; true if one did.
template <class Visit>
bool split(std::string_view text, char separator, Visit visit) {
  while (true) {
    const auto end = text.find(separator);
    if (visit(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

std::pair<std::string_view, std::string_view> name_and_value(std::string_view pair) {
  const auto equals = pair.find('=');
  if (equals == std::string_view::npos) return {pair, {}};
  return {pair.substr(0, equals), pair.substr(equals + 1)};
}

std::string decode_query(std::string_view text) {
  return percent_decode(text, /*plus_is_space=*/true).value_or(std::string(text));
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
    case Method::kOptions:
      return "OPTIONS";
  }
  return {};
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      decoded.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return decoded;
}

std::string_view Headers::get(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (equals_ignoring_case(field, name)) return value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::ranges::any_of(fields_, [name](const auto& field) { return equals_ignoring_case(field.first, name); });
}

const std::string& Request::param(std::string_view name) const {
  for (const auto& [param, value] : params) {
    if (param == name) return value;
  }
  throw std::logic_error("the route has no path parameter " + std::string(name));
}

std::optional<std::string> Request::query_param(std::string_view name) const {
  std::optional<std::string> found;
  split(query, '&', [&](std::string_view pair) {
    const auto [key, value] = name_and_value(pair);
    if (pair.empty() || decode_query(key) != name) return false;
    found = decode_query(value);
    return true;
  });
  return found;
}

std::vector<std::pair<std::string, std::string>> Request::query_params() const {
  std::vector<std::pair<std::string, std::string>> all;
  split(query, '&', [&](std::string_view pair) {
    const auto [key, value] = name_and_value(pair);
    if (!pair.empty()) all.emplace_back(decode_query(key), decode_query(value));
    return false;
  });
  return all;
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view found;
  for (const auto& [field, value] : headers.all()) {
    if (!equals_ignoring_case(field, "Cookie")) continue;
    const bool hit = split(value, ';', [&](std::string_view pair) {
      const auto [key, content] = name_and_value(trim(pair));
      if (key != name) return false;
      found = content;
      return true;
    });
    if (hit) break;
  }
  return found;
}

}  // namespace doggy::http
