// One row of a file, as the record that a client would have sent.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/records/csv_columns.h"
#include "registry/records/csv_fields.h"
#include "registry/records/csv_reader.h"
#include "registry/records/csv_report.h"

namespace doggy::csv {

class RowReader {
 public:
  /// All outlive this. `defaults` are field → JSON.
  RowReader(const types::RecordType& type, const std::vector<Field>& fields, const Columns& columns,
            const boost::json::object& defaults, DateFormat format)
      : type_(type), fields_(fields), columns_(columns), defaults_(defaults), format_(format) {}

  struct Outcome {
    std::string id;            // Empty when the row states none.
    boost::json::object body;  // {type, occurredAt, own fields}; without what could not be read.
    std::vector<ImportError> errors;
  };
  [[nodiscard]] Outcome read(const Row& row) const;

  /// An error of a record's field, at its column. `field` is its path in the record.
  [[nodiscard]] ImportError error_at(const Row& row, std::string_view field, std::string rule,
                                     std::string message) const;

 private:
  void read_when(const Row& row, Outcome& outcome) const;
  void read_block(const Row& row, Outcome& outcome) const;
  /// The cell's text; empty if there is none.
  [[nodiscard]] std::string_view cell(const Row& row, std::string_view field) const;
  /// A cell's value or the field's default; nothing when neither is there or the cell cannot be read.
  [[nodiscard]] std::optional<boost::json::value> value(const Row& row, std::string_view field, CellKind kind,
                                                        Outcome& outcome) const;

  const types::RecordType& type_;
  const std::vector<Field>& fields_;
  const Columns& columns_;
  const boost::json::object& defaults_;
  DateFormat format_;
};

}  // namespace doggy::csv
