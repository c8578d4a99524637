// What a column of a CSV file can be for a record type, and how its cells are read. Derived from the type's JSON
// Schema, so that a new type can be imported without a line here.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "registry/records/csv_dates.h"
#include "registry/types/record_type.h"

namespace doggy::csv {

enum class CellKind : std::uint8_t {
  kText,
  kNumber,
  kBoolean,
  kChoice,  // One of the enum's names.
  kDateTime,
  kTexts,  // Separated by ; or , or a JSON list.
  kChoices,
  kJson,  // What else does not fit into a cell: objects, and lists of anything but texts.
};

struct Field {
  std::string name;  // As in the record's JSON, or one of the import's own (see csv_import.h).
  CellKind kind = CellKind::kText;
  bool required = false;
  bool is_import_own = false;  // Not of the record, but of the import: see csv_import.h.
};

/// The fields a row can give: the type's own, and audience.
[[nodiscard]] std::vector<Field> fields_of(const types::RecordType& type);

struct CellError {
  std::string rule;
  std::string message;
};

/// The JSON of a cell that is not empty: numbers with decimal point or comma, yes/no/ja/nein/true/false/1/0, choices in
/// any case and with spaces for hyphens. Whether the value is allowed is for the record type to say.
[[nodiscard]] std::expected<boost::json::value, CellError> read_cell(std::string_view text, CellKind kind,
                                                                     const DateFormat& format);

/// Whether a spreadsheet takes it for a formula, apostrophes and spaces before it left aside.
[[nodiscard]] bool looks_like_formula(std::string_view text);

/// Whether two names are the same but for case and spaces, underscores, hyphens or dots.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

/// Without surrounding spaces and line ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace doggy::csv
