#include "registry/records/csv_export.h"

#include <algorithm>
#include <vector>

#include "platform/json/codec.h"
#include "registry/records/csv_fields.h"

namespace doggy::csv {
namespace {

std::string quoted(std::string_view text) {
  if (text.find_first_of(",;\"\r\n\t") == std::string_view::npos && trimmed(text) == text) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
  return cell + "\"";
}

std::string guarded(std::string_view text) {
  return looks_like_formula(text) ? "'" + std::string(text) : std::string(text);
}

// "a; b", or JSON when that would be read as something else.
std::string list_text(const boost::json::array& list) {
  std::string text;
  for (const boost::json::value& item : list) {
    const std::string_view one = item.as_string();
    if (one.empty() || one.find_first_of(";,[") != std::string_view::npos || trimmed(one) != one ||
        looks_like_formula(one))
      return codec::to_text(boost::json::value(list));
    if (!text.empty()) text += "; ";
    text += one;
  }
  return text;
}

std::string cell_text(const boost::json::value& value, CellKind kind) {
  switch (kind) {
    case CellKind::kText:
    case CellKind::kChoice:
    case CellKind::kDateTime:
      return guarded(value.as_string());
    case CellKind::kNumber:
    case CellKind::kJson:
      return codec::to_text(value);
    case CellKind::kBoolean:
      return value.as_bool() ? "yes" : "no";
    case CellKind::kTexts:
    case CellKind::kChoices:
      return list_text(value.as_array());
  }
  return {};
}

std::string audience_text(const circle::Audience& audience) {
  if (audience.empty()) return "[]";  // An empty cell would be the type's default.
  std::string text;
  for (const circle::Role role : audience) {
    if (!text.empty()) text += "; ";
    text += codec::enum_name(role);
  }
  return text;
}

}  // namespace

std::string csv_rows(const types::RecordType& type, std::span<const records::Opened> records) {
  const std::vector<Field> fields = fields_of(type);
  std::string rows;
  for (const records::Opened& record : records) {
    rows += record.common.id.text() + "," + quoted(record.common.occurred_at.text());
    for (const Field& field : fields) {
      rows += ',';
      if (field.name == "audience") {
        rows += quoted(audience_text(record.common.audience.value_or(circle::Audience{})));
        continue;
      }
      if (const auto* value = record.fields.if_contains(field.name)) rows += quoted(cell_text(*value, field.kind));
    }
    rows += "\r\n";
  }
  return rows;
}

std::string export_csv(const types::RecordType& type, std::span<const records::Opened> records) {
  std::string file = "id,occurredAt";
  for (const Field& field : fields_of(type)) file += "," + field.name;
  return file + "\r\n" + csv_rows(type, records);
}

}  // namespace doggy::csv
