#include "registry/records/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace doggy::csv {

std::vector<Field> importable_fields(const types::RecordType& type) {
  auto fields = fields_of(type);
  const auto add = [&fields](std::string_view name, CellKind kind) {
    fields.push_back({.name = std::string(name), .kind = kind, .is_import_own = true});
  };
  add("id", CellKind::kText);
  for (std::string_view when : {"occurredAt", "date", "time"}) add(when, CellKind::kDateTime);
  if (type.name == "session") {
    add("targetId", CellKind::kText);
    for (std::string_view count : {"step", "correct", "incorrect", "noResponse", "void"}) add(count, CellKind::kNumber);
    add("prompt", CellKind::kChoice);
  }
  return fields;
}

Columns::Columns(const Row& header, const std::vector<Field>& fields, const boost::json::object& mapping,
                 codec::Errors& errors)
    : fields_(fields) {
  for (const std::string& cell : header.cells) columns_.push_back({.header = std::string(trimmed(cell))});
  apply_mapping(mapping, errors);
  match_names();
}

void Columns::apply_mapping(const boost::json::object& mapping, codec::Errors& errors) {
  for (const auto& pair : mapping) {
    const std::string_view header = pair.key();
    const auto wrong = [&](std::string rule, std::string message) {
      errors.push_back({fmt::format("mapping.{}", header), std::move(rule), std::move(message)});
    };
    const auto column = std::ranges::find(columns_, trimmed(header), &Column::header);
    if (column == columns_.end()) {
      wrong("unknown", "The file has no such column.");
      continue;
    }
    column->is_mapped = true;
    if (pair.value().is_null()) continue;
    const auto* name = pair.value().if_string();
    const auto field = name == nullptr ? std::nullopt : field_named({name->data(), name->size()});
    if (!field) {
      std::vector<std::string_view> names;
      names.reserve(fields_.size());
      for (const Field& known : fields_) names.push_back(known.name);
      wrong("enum", fmt::format("Must be null or one of: {}.", fmt::join(names, ", ")));
    } else if (is_taken(*field)) {
      wrong("unique", "Another column gives this field already.");
    } else {
      column->field = field;
    }
  }
}

void Columns::match_names() {
  for (Column& column : columns_) {
    if (column.is_mapped) continue;
    const auto field = field_named(column.header);
    if (field && !is_taken(*field)) column.field = field;
  }
}

std::optional<std::size_t> Columns::field_named(std::string_view name) const {
  const auto field = std::ranges::find_if(fields_, [name](const Field& f) { return same_name(f.name, name); });
  if (field == fields_.end()) return {};
  return static_cast<std::size_t>(field - fields_.begin());
}

bool Columns::is_taken(std::size_t field) const {
  return std::ranges::find(columns_, std::optional(field), &Column::field) != columns_.end();
}

std::optional<std::size_t> Columns::of(std::string_view field) const {
  const auto column =
      std::ranges::find_if(columns_, [&](const Column& c) { return c.field && fields_[*c.field].name == field; });
  if (column == columns_.end()) return {};
  return static_cast<std::size_t>(column - columns_.begin());
}

std::string Columns::header_of(std::string_view field) const {
  const auto column = of(field);
  return column ? columns_[*column].header : std::string();
}

boost::json::object Columns::mapping() const {
  boost::json::object mapping;
  for (const Column& column : columns_) {
    if (column.field) {
      mapping[column.header] = fields_[*column.field].name;
    } else {
      mapping.emplace(column.header, nullptr);  // Not over an equal header that is used.
    }
  }
  return mapping;
}

}  // namespace doggy::csv
