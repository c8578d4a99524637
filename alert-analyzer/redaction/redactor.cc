#include "alert-analyzer/redaction/redactor.h"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "alert-analyzer/redaction/rules.h"
#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

struct Span {
  std::size_t begin;
  std::size_t end;
  std::size_t rule;  // Place in redaction_rules().
};

std::string as_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    out.append(text.substr(0, valid));
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += "\uFFFD";
    text.remove_prefix(1);
  }
  return out;
}

// Calls `take` with where the first group is, for each match.
template <class Take>
void each_match(const RE2& pattern, std::string_view text, Take take) {
  re2::StringPiece groups[2];
  const re2::StringPiece whole(text.data(), text.size());
  std::size_t from = 0;
  while (from <= text.size() && pattern.Match(whole, from, text.size(), RE2::UNANCHORED, groups, 2)) {
    const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
    const std::size_t end = begin + groups[1].size();
    take(begin, end);
    // From the group's end on, not the match's: what ends one secret may begin the next.
    from = std::max(end, from + 1);
  }
}

std::string repeated_for_lines(const std::string& placeholder, std::string_view secret) {
  std::string out = placeholder;
  for (char c : secret)
    if (c == '\n') out.append(1, '\n').append(placeholder);
  return out;
}

}  // namespace

struct Redactor::Rules {
  std::vector<std::unique_ptr<RE2>> patterns;
  RE2 uuid{R"re((?i)(?:^|[^0-9a-f-])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:$|[^0-9a-f-]))re"};
};

Redactor::Redactor() : rules_(std::make_unique<Rules>()) {
  constexpr std::int64_t kPatternBytes = 1 << 20;  // What RE2 may take for one; 8 MiB would be usual.
  RE2::Options options(RE2::Latin1);               // Bytes: patterns stay small, and UTF-8 passes through them.
  options.set_log_errors(false);
  options.set_max_mem(kPatternBytes);
  for (const RedactionRule& rule : redaction_rules()) {
    auto pattern = std::make_unique<RE2>(re2::StringPiece(rule.pattern.data(), rule.pattern.size()), options);
    if (!pattern->ok())
      throw std::logic_error("redaction rule " + std::to_string(rules_->patterns.size()) + ": " + pattern->error());
    rules_->patterns.push_back(std::move(pattern));
  }
}

Redactor::~Redactor() = default;

std::string Redactor::redact(std::string_view sent, Vault& vault) const {
  const std::string text = as_utf8(sent);
  std::vector<Span> uuids;
  each_match(rules_->uuid, text, [&](std::size_t begin, std::size_t end) { uuids.push_back({begin, end, 0}); });
  const auto in_uuid = [&](std::size_t begin, std::size_t end) {
    const auto next = std::ranges::upper_bound(uuids, begin, {}, &Span::end);  // The first that ends after `begin`.
    return next != uuids.end() && next->begin < end;
  };
  const auto rules = redaction_rules();
  std::vector<Span> found;
  for (std::size_t i = 0; i < rules.size(); ++i)
    each_match(*rules_->patterns[i], text, [&](std::size_t begin, std::size_t end) {
      const std::string_view secret = std::string_view(text).substr(begin, end - begin);
      if (begin == end || (rules[i].accepts != nullptr && !rules[i].accepts(secret))) return;
      if (!rules[i].even_in_uuid && in_uuid(begin, end)) return;
      found.push_back({begin, end, i});
    });
  std::ranges::sort(found, {}, &Span::begin);

  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < found.size();) {
    // Overlapping spans are hidden as one.
    Span whole = found[i];
    for (++i; i < found.size() && found[i].begin < whole.end; ++i) {
      whole.end = std::max(whole.end, found[i].end);
      whole.rule = std::min(whole.rule, found[i].rule);
    }
    const std::string_view secret = std::string_view(text).substr(whole.begin, whole.end - whole.begin);
    out.append(text, at, whole.begin - at);
    out += repeated_for_lines(vault.placeholder(rules[whole.rule].kind, secret), secret);
    at = whole.end;
  }
  out.append(text, at);
  return out;
}

std::string Redactor::redact(std::string_view text) const {
  Vault vault;
  return redact(text, vault);
}

}  // namespace doggy::analyzer
