// What people type into a search box. Nothing that they type is a syntax error: a sign that means nothing is passed
// over, and a quote that is never closed ends with the text.
//
//   recall garden     both words, each also as the beginning of a longer one
//   "long line"       these words one after another, as they stand
//   -garden           not this word, nor one that begins so
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/error.h"

namespace doggy::search {

/// A word, or several that stand together.
struct Term {
  std::string text;
  bool prefix = false;  // Whether its last word may go on.
  bool operator==(const Term&) const = default;
};

struct Query {
  std::vector<Term> wanted;  // At least one.
  std::vector<Term> unwanted;
  bool operator==(const Query&) const = default;
};

inline constexpr std::size_t kLongestQuery = 200;  // Code points.
inline constexpr std::size_t kMostTerms = 16;

/// Error: kInvalid, naming q: required, format (no UTF-8, nothing to look for), maxLength, maxItems.
[[nodiscard]] Result<Query> parse_query(std::string_view text);

}  // namespace doggy::search
