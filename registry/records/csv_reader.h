// Reading CSV (RFC 4180) as spreadsheets really write it: with or without byte order mark, lines ended by CRLF, LF or
// CR, separated by comma, semicolon or tab.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace doggy::csv {

struct Row {
  std::size_t line = 0;  // Where it starts in the file, from 1.
  std::vector<std::string> cells;
};

struct Table {
  char separator = ',';
  std::vector<Row> rows;  // The first is the header, if there is any.
};

struct Malformed {
  std::size_t line = 0;
  std::string rule;  // "encoding" or "quote".
  std::string message;
};

/// All rows but empty lines. The separator is the one that the first row has most of. Line ends within quotes become
/// LF; a quote within an unquoted cell is a character like others. Errors: bytes that are no UTF-8, a quote that is
/// never closed, text after a closing quote.
[[nodiscard]] std::expected<Table, Malformed> read_table(std::string_view text);

}  // namespace doggy::csv
