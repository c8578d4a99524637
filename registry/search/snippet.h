// What is shown of a text that was found: pieces, each of which says whether it is what was looked for. Nobody has to
// put markup into a text for it, or to trust any.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/schema.h"

namespace doggy::search {

struct Piece {
  std::string text;
  bool match = false;
  bool operator==(const Piece&) const = default;
};
BOOST_DESCRIBE_STRUCT(Piece, (), (text, match))

/// Bytes that no UTF-8 text has, before and after what was looked for.
inline constexpr std::string_view kOpen = "\xfe";
inline constexpr std::string_view kClose = "\xff";

/// The pieces of a text with such bytes in it.
[[nodiscard]] std::vector<Piece> pieces_of(std::string_view marked);

}  // namespace doggy::search

template <>
struct doggy::codec::Schema<doggy::search::Piece> {
  static constexpr std::string_view kName = "SnippetPiece";
  static constexpr std::string_view kDoc = "A piece of a text that was found.";
  static constexpr std::array kFields{
      Field{.member = "text", .doc = "Plain text; no markup.", .access = Access::kReadOnly},
      Field{.member = "match", .doc = "Whether this is what was looked for.", .access = Access::kReadOnly},
  };
};
