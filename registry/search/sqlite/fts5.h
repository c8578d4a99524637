// What is asked of FTS5 beyond SQL: whether a text has a word at all, and how well a row answers a query.
//
// relevance() is the half of BM25 that looks at the row alone: how often each term stands in it, in names and in prose,
// and how long it is. The other half, how rare a term is among all rows, is left out on purpose: those are also the
// rows that the caller may not see, and an order that depends on them tells of them (docs/decisions/0012).
#pragma once

#include <memory>
#include <string_view>

#include "platform/sqlite/database.h"

namespace doggy::search::sqlite {

/// How words are told apart and compared: Unicode, without regard to case and to diacritics ("Rückruf" is "ruckruf").
inline constexpr std::string_view kTokenize = "unicode61 remove_diacritics 2";

/// FTS5 on one connection, which outlives it.
class Fts5 {
 public:
  /// Adds relevance(table) to the connection; it is for tables of the columns names and prose. Throws Failure.
  explicit Fts5(sql::Database& database);
  ~Fts5();
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;
  Fts5(Fts5&&) noexcept;
  Fts5& operator=(Fts5&&) noexcept;

  /// Whether the text has something to look for, by kTokenize.
  [[nodiscard]] bool has_word(std::string_view text) const;

 private:
  struct Tokenizer;
  std::unique_ptr<Tokenizer> tokenizer_;
};

}  // namespace doggy::search::sqlite
