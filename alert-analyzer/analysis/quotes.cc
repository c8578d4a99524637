#include "alert-analyzer/analysis/quotes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Lower case, each run of spaces as one.
std::string normalized(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : lower(c);
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

// "L12" → 11.
std::optional<std::size_t> index_of(std::string_view ref) {
  while (!ref.empty() && (ref.front() < '0' || ref.front() > '9')) ref.remove_prefix(1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(ref.data(), ref.data() + ref.size(), number);
  if (error != std::errc() || number == 0) return {};
  return number - 1;
}

void clean(std::string& text, std::size_t code_points) {
  std::string out;
  for (char c : text) out += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
  for (std::string_view scheme : {"http://", "https://", "HTTP://", "HTTPS://", "ftp://"})
    for (std::size_t at = out.find(scheme); at != std::string::npos; at = out.find(scheme, at + 1))
      out.replace(at + scheme.size() - 3, 3, "[:]//");
  text = std::string(first_code_points(out, code_points));
}

}  // namespace

Checked check_quotes(Analysis analysis, const std::vector<std::string>& lines) {
  constexpr std::size_t kLeastQuote = 6;  // Bytes; less is found everywhere.
  std::vector<std::string> plain;
  plain.reserve(lines.size());
  for (const std::string& line : lines) plain.push_back(normalized(line));
  Checked checked;
  std::vector<Evidence> kept;
  for (Evidence& evidence : analysis.evidence) {
    const std::string quote = normalized(evidence.quote);
    const auto named = index_of(evidence.ref);
    const auto holds = [&](const std::string& line) { return line.find(quote) != std::string::npos; };
    auto found = plain.end();
    if (quote.size() >= kLeastQuote) {
      if (named && *named < plain.size() && holds(plain[*named]))
        found = plain.begin() + static_cast<std::ptrdiff_t>(*named);
      else
        found = std::ranges::find_if(plain, holds);
    }
    if (found == plain.end()) {
      ++checked.unverified;
      continue;
    }
    evidence.ref = "L" + std::to_string(found - plain.begin() + 1);
    kept.push_back(std::move(evidence));
  }
  analysis.evidence = std::move(kept);
  checked.analysis = std::move(analysis);
  return checked;
}

bool speaks_to_the_analyst(const std::vector<std::string>& lines) {
  static constexpr std::array<std::string_view, 30> kPhrases{"ignore previous",
                                                             "ignore all previous",
                                                             "ignore the above",
                                                             "ignore any previous",
                                                             "disregard previous",
                                                             "disregard all",
                                                             "disregard the above",
                                                             "forget your instructions",
                                                             "forget previous",
                                                             "system prompt",
                                                             "you are now",
                                                             "you are an ai",
                                                             "as an ai",
                                                             "new instructions",
                                                             "<|im_start|>",
                                                             "<|system|>",
                                                             "[inst]",
                                                             "### instruction",
                                                             "### system",
                                                             "assistant:",
                                                             "do not report",
                                                             "do not alert",
                                                             "mark this as resolved",
                                                             "mark it as resolved",
                                                             "respond only with",
                                                             "reply only with",
                                                             "suspectedinjection",
                                                             "note to the analyst",
                                                             "dear assistant",
                                                             "to the language model"};
  return std::ranges::any_of(lines, [](const std::string& line) {
    const std::string plain = normalized(line);
    return std::ranges::any_of(kPhrases,
                               [&](std::string_view phrase) { return plain.find(phrase) != std::string::npos; });
  });
}

Analysis tamed(Analysis analysis) {
  constexpr std::size_t kLong = 1000;
  constexpr std::size_t kShort = 400;
  constexpr std::size_t kMostEvidence = 8;
  constexpr std::size_t kMostActions = 6;
  clean(analysis.summary, kLong);
  clean(analysis.probable_cause, kLong);
  if (analysis.evidence.size() > kMostEvidence) analysis.evidence.resize(kMostEvidence);
  if (analysis.actions.size() > kMostActions) analysis.actions.resize(kMostActions);
  for (Evidence& evidence : analysis.evidence) clean(evidence.quote, kShort);
  for (Action& action : analysis.actions) clean(action.step, kShort);
  return analysis;
}

}  // namespace doggy::analyzer
