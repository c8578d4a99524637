// What an import is asked for, and what it answers.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/records/csv_dates.h"

namespace doggy::csv {

inline constexpr std::size_t kMaxRows = 20'000;
inline constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;

struct ImportRequest {
  std::string type;
  std::string csv;
  std::optional<boost::json::object> mapping;
  std::optional<boost::json::object> defaults;
  std::string time_zone = "+00:00";
  std::optional<DateOrder> date_order;
  bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(ImportRequest, (), (type, csv, mapping, defaults, time_zone, date_order, dry_run))

/// Something wrong in the file.
struct ImportError {
  std::uint64_t line = 0;
  std::string column;
  std::optional<std::string> field;
  std::string rule;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ImportError, (), (line, column, field, rule, message))

/// A row that is exactly like an earlier one.
struct RepeatedRow {
  std::uint64_t line = 0;
  std::uint64_t first_line = 0;
};
BOOST_DESCRIBE_STRUCT(RepeatedRow, (), (line, first_line))

struct ImportReport {
  std::uint64_t rows = 0;
  std::uint64_t valid = 0;
  std::uint64_t created = 0;
  std::uint64_t duplicates = 0;
  std::vector<ImportError> errors;
  std::vector<RepeatedRow> repeated;
  bool dry_run = false;
  std::vector<std::string> columns;
  boost::json::object mapping;
  std::vector<boost::json::object> sample;
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (rows, valid, created, duplicates, errors, repeated, dry_run, columns, mapping, sample))

}  // namespace doggy::csv

namespace doggy::codec {

template <>
struct Schema<csv::ImportRequest> {
  static constexpr std::string_view kName = "ImportRequest";
  static constexpr std::string_view kDoc = "A CSV file with a header row, and how to read it.";
  static constexpr std::array kFields{
      Field{.member = "type", .doc = "The type of the records.", .max_length = 50},
      Field{.member = "csv",
            .doc = "The file's text: a header row and at most 20,000 others; separated by comma, semicolon or tab.",
            .max_length = csv::kMaxBytes},
      Field{.member = "mapping",
            .doc =
                "Column to field, or to null for a column that is left out. Columns that are not named here go to the "
                "field of their name."},
      Field{.member = "defaults", .doc = "Field to the value that it has where the cell is empty."},
      Field{.member = "time_zone",
            .doc = "The UTC offset of times that state none, such as +01:00.",
            .max_length = 6,
            .defaulted = true},
      Field{.member = "date_order",
            .doc =
                "The order of day, month and year in dates such as 03/04/2026; needed when the file does not show it."},
      Field{.member = "dry_run", .doc = "Whether only to report what would happen.", .defaulted = true},
  };
};

template <>
struct Schema<csv::ImportError> {
  static constexpr std::string_view kName = "ImportError";
  static constexpr std::string_view kDoc = "Something wrong in the file.";
  static constexpr std::array kFields{
      Field{
          .member = "line", .doc = "The line in the file that the row begins on, from 1.", .access = Access::kReadOnly},
      Field{
          .member = "column", .doc = "The column's header; empty for the row as a whole.", .access = Access::kReadOnly},
      Field{.member = "field", .doc = "The record's field.", .access = Access::kReadOnly},
      Field{.member = "rule", .doc = "The rule that is broken.", .access = Access::kReadOnly},
      Field{.member = "message", .doc = "The same for a person.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<csv::RepeatedRow> {
  static constexpr std::string_view kName = "RepeatedRow";
  static constexpr std::string_view kDoc = "A row that is exactly like an earlier one; it is imported all the same.";
  static constexpr std::array kFields{
      Field{.member = "line", .doc = "The row's line.", .access = Access::kReadOnly},
      Field{.member = "first_line", .doc = "The line of the first such row.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<csv::ImportReport> {
  static constexpr std::string_view kName = "ImportReport";
  static constexpr std::string_view kDoc = "What an import did, or would do.";
  static constexpr std::array kFields{
      Field{.member = "rows", .doc = "Rows with anything in them.", .access = Access::kReadOnly},
      Field{.member = "valid", .doc = "Rows without errors.", .access = Access::kReadOnly},
      Field{.member = "created", .doc = "Records made.", .access = Access::kReadOnly},
      Field{.member = "duplicates", .doc = "Records that were there already.", .access = Access::kReadOnly},
      Field{.member = "errors", .doc = "Everything wrong, in the file's order.", .access = Access::kReadOnly},
      Field{.member = "repeated", .doc = "Rows that are exactly like an earlier one.", .access = Access::kReadOnly},
      Field{.member = "dry_run", .doc = "Whether nothing was to be written.", .access = Access::kReadOnly},
      Field{.member = "columns", .doc = "The file's columns.", .access = Access::kReadOnly},
      Field{.member = "mapping", .doc = "Column to field, or to null for one left out.", .access = Access::kReadOnly},
      Field{.member = "sample", .doc = "The first five records as they were understood.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
