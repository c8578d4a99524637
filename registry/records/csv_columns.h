// Which column of a file is which field.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/codec.h"
#include "registry/records/csv_fields.h"
#include "registry/records/csv_reader.h"
#include "registry/types/record_type.h"

namespace doggy::csv {

/// The fields of a type: those of its own (csv_fields.h) and the import's.
[[nodiscard]] std::vector<Field> importable_fields(const types::RecordType& type);

struct Column {
  std::string header;
  std::optional<std::size_t> field = {};  // Index into the fields; nothing: left out.
  bool is_mapped = false;                 // By the request, and not by its name.
};

class Columns {
 public:
  /// Adds to `errors` what is wrong with `mapping`, as fields of the request. `fields` outlives this.
  Columns(const Row& header, const std::vector<Field>& fields, const boost::json::object& mapping,
          codec::Errors& errors);

  [[nodiscard]] const std::vector<Column>& all() const { return columns_; }
  /// The column of a field, if it has one.
  [[nodiscard]] std::optional<std::size_t> of(std::string_view field) const;
  /// Empty if it has none.
  [[nodiscard]] std::string header_of(std::string_view field) const;
  /// Column to field or null.
  [[nodiscard]] boost::json::object mapping() const;

 private:
  void apply_mapping(const boost::json::object& mapping, codec::Errors& errors);
  void match_names();
  [[nodiscard]] std::optional<std::size_t> field_named(std::string_view name) const;
  [[nodiscard]] bool is_taken(std::size_t field) const;

  const std::vector<Field>& fields_;
  std::vector<Column> columns_;
};

}  // namespace doggy::csv
