#include "registry/records/csv_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "platform/json/codec.h"

namespace doggy::csv {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";  // Spreadsheets are full of them.

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string_view string_at(const boost::json::object& schema, std::string_view name) {
  const auto* value = schema.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

CellKind kind_of(const boost::json::object& schema) {
  const std::string_view type = string_at(schema, "type");
  if (type == "number" || type == "integer") return CellKind::kNumber;
  if (type == "boolean") return CellKind::kBoolean;
  if (type == "string") {
    if (schema.contains("enum")) return CellKind::kChoice;
    return string_at(schema, "format") == "date-time" ? CellKind::kDateTime : CellKind::kText;
  }
  if (type != "array") return CellKind::kJson;
  const CellKind element = kind_of(schema.at("items").as_object());
  if (element == CellKind::kText) return CellKind::kTexts;
  return element == CellKind::kChoice ? CellKind::kChoices : CellKind::kJson;
}

/// "1.5", "1,5", "-3": no thousands separators, as nobody could tell 1.234 from 1,234.
std::optional<boost::json::value> number(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, ',', '.');
  if (plain.starts_with('+') && !plain.starts_with("+-")) plain.erase(0, 1);
  const char* end = plain.data() + plain.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(plain.data(), end, whole); read.ec == std::errc() && read.ptr == end) {
    return boost::json::value(whole);
  }
  double real = 0;
  const auto read = std::from_chars(plain.data(), end, real, std::chars_format::fixed);
  const bool finite_text = plain.find_first_not_of("-.0123456789") == std::string::npos;  // No "inf".
  if (read.ec != std::errc() || read.ptr != end || !finite_text) return {};
  return boost::json::value(real);
}

std::optional<bool> boolean(std::string_view text) {
  const std::string word = lower_case(text);
  for (std::string_view yes : {"yes", "y", "ja", "j", "true", "wahr", "1", "x"}) {
    if (word == yes) return true;
  }
  for (std::string_view no : {"no", "n", "nein", "false", "falsch", "0"}) {
    if (word == no) return false;
  }
  return {};
}

std::string choice(std::string_view text) {
  std::string name = lower_case(text);
  std::ranges::replace_if(name, [](char c) { return c == ' ' || c == '_'; }, '-');
  return name;
}

boost::json::array list(std::string_view text, CellKind kind) {
  if (text.starts_with('[')) {
    auto json = codec::parse(text);
    if (json && json->is_array()) return std::move(json->as_array());
  }
  boost::json::array items;
  while (true) {
    const auto end = text.find_first_of(";,");
    const std::string_view item = trimmed(text.substr(0, end));
    if (!item.empty()) items.emplace_back(kind == CellKind::kChoices ? choice(item) : std::string(item));
    if (end == std::string_view::npos) return items;
    text.remove_prefix(end + 1);
  }
}

// Spreadsheets read the full-width and small forms of these as the plain ones, and some drop a leading tab or line
// break.
constexpr std::array<std::string_view, 15> kFormulaStarts{"=",      "\uFF1D", "\uFE66", "+",      "\uFF0B",
                                                          "\uFE62", "-",      "\uFF0D", "\uFE63", "@",
                                                          "\uFF20", "\uFE6B", "\t",     "\r",     "\n"};
// And spaces.
constexpr std::array<std::string_view, 5> kBeforeFormula{"'", " ", "\u00A0", "\u3000", "\uFEFF"};

// Spreadsheets take such a text for a formula; csv_export puts an apostrophe before it.
std::string_view without_guard(std::string_view text) {
  if (text.starts_with('\'') && looks_like_formula(text)) text.remove_prefix(1);
  return text;
}

std::unexpected<CellError> wrong(std::string rule, std::string message) {
  return std::unexpected(CellError{std::move(rule), std::move(message)});
}

}  // namespace

bool looks_like_formula(std::string_view text) {
  const auto first_of = [&text](std::span<const std::string_view> characters) {
    const auto found =
        std::ranges::find_if(characters, [&text](std::string_view one) { return text.starts_with(one); });
    return found == characters.end() ? std::string_view() : *found;
  };
  for (std::string_view skipped = first_of(kBeforeFormula); !skipped.empty(); skipped = first_of(kBeforeFormula))
    text.remove_prefix(skipped.size());
  return !first_of(kFormulaStarts).empty();
}

std::vector<Field> fields_of(const types::RecordType& type) {
  const boost::json::object schema = type.schema();
  const auto* required = schema.if_contains("required");
  const auto is_required = [required](std::string_view name) {
    return required != nullptr &&
           std::ranges::find(required->as_array(), boost::json::value(name)) != required->as_array().end();
  };
  std::vector<Field> fields;
  for (const auto& property : schema.at("properties").as_object()) {
    const std::string_view name = property.key();
    fields.push_back({std::string(name), kind_of(property.value().as_object()), is_required(name)});
  }
  fields.push_back({"audience", CellKind::kChoices, false});
  return fields;
}

std::expected<boost::json::value, CellError> read_cell(std::string_view text, CellKind kind, const DateFormat& format) {
  switch (kind) {
    case CellKind::kText:
      return boost::json::value(without_guard(text));
    case CellKind::kNumber:
      if (auto value = number(text)) return *std::move(value);
      return wrong("type", "Must be a number such as 12.5 or 12,5, without unit or thousands separator.");
    case CellKind::kBoolean:
      if (auto value = boolean(text)) return boost::json::value(*value);
      return wrong("type", "Must be yes or no.");
    case CellKind::kChoice:
      return boost::json::value(choice(text));
    case CellKind::kDateTime:
      if (auto value = read_date_time(text, format)) return boost::json::value(*std::move(value));
      return wrong("format", "Must be a date and time such as 2026-11-23 14:05 or 23.11.2026 14:05.");
    case CellKind::kTexts:
    case CellKind::kChoices:
      return boost::json::value(list(text, kind));
    case CellKind::kJson:
      if (auto value = codec::parse(text)) return *std::move(value);
      return wrong("type", "Must be JSON.");
  }
  return wrong("type", "Cannot be read.");
}

bool same_name(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view name) {
    std::string text = lower_case(name);
    std::erase_if(text, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.'; });
    return text;
  };
  return bare(a) == bare(b);
}

std::string_view trimmed(std::string_view text) {
  while (true) {
    if (!text.empty() && is_space(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else if (!text.empty() && is_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else {
      return text;
    }
  }
}

}  // namespace doggy::csv
