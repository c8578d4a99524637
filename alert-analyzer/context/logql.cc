#include "alert-analyzer/context/logql.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

bool is_label_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name[0]) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

Result<std::vector<LabelMapping>> read_mapping(const std::vector<std::string>& parts, const std::string& setting) {
  std::vector<LabelMapping> mapping;
  for (const std::string& part : parts) {
    const std::size_t equals = part.find('=');
    LabelMapping one{.alert_label = part.substr(0, equals),
                     .log_label = equals == std::string::npos ? part : part.substr(equals + 1)};
    if (!is_label_name(one.alert_label) || !is_label_name(one.log_label))
      return fail_field(setting, "format",
                        fmt::format("{} takes label names, such as pod or job=app, and got {}.", setting, part));
    mapping.push_back(std::move(one));
  }
  return mapping;
}

std::string logql_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    for (char c : text.substr(0, valid)) {
      if (c == '"' || c == '\\')
        out.append(1, '\\').append(1, c);
      else if (static_cast<unsigned char>(c) < 32 || c == 127)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      else
        out += c;
    }
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
    text.remove_prefix(1);
  }
  return out += '"';
}

std::optional<std::string> selector_of(const Alert& alert, const std::vector<LabelMapping>& mapping) {
  std::string selector;
  for (const LabelMapping& one : mapping) {
    const std::string_view value = alert.label(one.alert_label);
    if (value.empty()) continue;
    selector += fmt::format("{}{}={}", selector.empty() ? "" : ", ", one.log_label, logql_quoted(value));
  }
  if (selector.empty()) return {};
  return "{" + selector + "}";
}

}  // namespace doggy::analyzer
