#include "registry/search/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "platform/json/utf8.h"

namespace doggy::search {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f\v";

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What is beyond ASCII may be a word: the index knows for sure.
bool may_have_word(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return is_letter_or_digit(c) || !is_ascii(c); });
}

// Telephones write these for a quote.
std::string with_plain_quotes(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kQuotes{"\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb"};
  std::string plain;
  while (!text.empty()) {
    const auto quote = std::ranges::find_if(kQuotes, [&](std::string_view one) { return text.starts_with(one); });
    plain += quote != kQuotes.end() ? '"' : text.front();
    text.remove_prefix(quote != kQuotes.end() ? quote->size() : 1);
  }
  return plain;
}

// Takes a term off the beginning of `rest`: up to the closing quote, or to a space or a quote.
Term take_term(std::string_view& rest) {
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  const std::size_t end =
      std::min(quoted ? rest.find('"') : rest.find_first_of(std::string(kSpaces) + '"'), rest.size());
  Term term{.text = std::string(rest.substr(0, end))};
  // One letter begins too many words; beyond ASCII one sign may be a word.
  term.prefix = !quoted && (term.text.size() > 1);
  rest.remove_prefix(end);
  if (quoted && !rest.empty()) rest.remove_prefix(1);
  return term;
}

}  // namespace

Result<Query> parse_query(std::string_view text) {
  if (!is_valid_utf8(text) || text.contains('\0')) return fail_field("q", "format", "q is text in UTF-8.");
  if (count_code_points(text) > kLongestQuery)
    return fail_field("q", "maxLength", fmt::format("q is at most {} characters.", kLongestQuery));
  const std::string plain = with_plain_quotes(text);
  std::string_view rest = plain;
  Query query;
  for (;;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSpaces), rest.size()));
    if (rest.empty()) break;
    const bool unwanted = rest.starts_with('-');
    rest.remove_prefix(std::min(rest.find_first_not_of('-'), rest.size()));
    Term term = take_term(rest);
    if (may_have_word(term.text)) (unwanted ? query.unwanted : query.wanted).push_back(std::move(term));
  }
  if (query.wanted.size() + query.unwanted.size() > kMostTerms)
    return fail_field("q", "maxItems", fmt::format("q is at most {} words.", kMostTerms));
  if (!query.wanted.empty()) return query;
  if (!query.unwanted.empty())
    return fail_field("q", "format", "q names nothing to look for beside what is to be left out.");
  return fail_field("q", text.find_first_not_of(kSpaces) == std::string_view::npos ? "required" : "format",
                    "q has no word to look for.");
}

}  // namespace doggy::search
