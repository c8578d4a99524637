#include "registry/records/csv_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "platform/json/utf8.h"
#include "platform/try.h"

namespace doggy::csv {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++line;
  }
  return line;
}

/// Looks at the first row that is not an empty line.
char detect_separator(std::string_view text) {
  constexpr std::array kSeparators{',', ';', '\t'};
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  bool begun = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && is_line_end(c)) {
      if (begun) break;
      continue;
    }
    begun = true;
    const auto separator = std::ranges::find(kSeparators, c);
    if (!quoted && separator != kSeparators.end()) ++counts[static_cast<std::size_t>(separator - kSeparators.begin())];
  }
  return kSeparators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// Nothing at the end.
  std::expected<std::optional<Row>, Malformed> next_row() {
    while (!at_end() && is_line_end(text_[at_])) take_line_end();
    if (at_end()) return std::nullopt;
    Row row{.line = line_, .cells = {}};
    while (true) {
      TRY(auto cell, next_cell());
      row.cells.push_back(std::move(cell));
      if (at_end()) return row;
      if (is_line_end(text_[at_])) {
        take_line_end();
        return row;
      }
      ++at_;  // The separator.
    }
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool at_cell_end() const { return at_end() || text_[at_] == separator_ || is_line_end(text_[at_]); }

  void take_line_end() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  std::expected<std::string, Malformed> next_cell() {
    if (!at_end() && text_[at_] == '"') return quoted_cell();
    const std::size_t start = at_;
    while (!at_cell_end()) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  std::expected<std::string, Malformed> quoted_cell() {
    const std::size_t opening_line = line_;
    std::string cell;
    ++at_;
    while (!at_end()) {
      if (is_line_end(text_[at_])) {
        take_line_end();
        cell += '\n';
      } else if (text_[at_] != '"') {
        cell += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        at_ += 2;
      } else {
        ++at_;
        if (at_cell_end()) return cell;
        return std::unexpected(Malformed{line_, "quote", "There is text after a closing quote."});
      }
    }
    return std::unexpected(Malformed{opening_line, "quote", "The quote that begins here is never closed."});
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::expected<Table, Malformed> read_table(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const std::size_t valid = valid_utf8_prefix(text); valid < text.size()) {
    return std::unexpected(Malformed{line_of(text, valid), "encoding",
                                     "This is not UTF-8; save the file with the encoding UTF-8 and try again."});
  }
  Table table{.separator = detect_separator(text), .rows = {}};
  Reader reader(text, table.separator);
  while (true) {
    TRY(auto row, reader.next_row());
    if (!row) return table;
    table.rows.push_back(*std::move(row));
  }
}

}  // namespace doggy::csv
