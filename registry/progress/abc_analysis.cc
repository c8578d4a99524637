#include "registry/progress/abc_analysis.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "registry/progress/normalized_text.h"

namespace doggy::progress {
namespace {

/// Texts counted, whatever their spelling.
class Counter {
 public:
  const std::string& add(const std::string& text, const Timestamp& at) {
    const auto [found, is_new] = tallies_.try_emplace(normalized(text), Tally{at, {text, 0}});
    Tally& tally = found->second;
    ++tally.count.count;
    if (at < tally.oldest) {
      tally.oldest = at;
      tally.count.text = text;
    }
    return found->first;
  }
  [[nodiscard]] const TextCount& of(const std::string& key) const { return tallies_.at(key).count; }
  [[nodiscard]] std::vector<TextCount> ranked() const {
    std::vector<TextCount> counts;
    counts.reserve(tallies_.size());
    for (const auto& [key, tally] : tallies_) counts.push_back(tally.count);
    std::ranges::sort(counts, [](const TextCount& a, const TextCount& b) {
      return std::tie(b.count, a.text) < std::tie(a.count, b.text);
    });
    return counts;
  }

 private:
  struct Tally {
    Timestamp oldest;
    TextCount count;
  };
  std::map<std::string, Tally> tallies_;
};

}  // namespace

AbcAnalysis abc_analysis(std::span<const AbcFact> records, std::optional<std::string_view> behavior) {
  AbcAnalysis result;
  Counter antecedents;
  Counter behaviors;
  Counter consequences;
  std::map<std::pair<std::string, std::string>, std::uint64_t> pairs;
  const std::optional<std::string> wanted = behavior.transform(normalized);
  for (const AbcFact& record : records) {
    const std::string& key = behaviors.add(record.behavior, record.at);
    if (wanted && *wanted != key) continue;
    ++result.n;
    ++pairs[{antecedents.add(record.antecedent, record.at), consequences.add(record.consequence, record.at)}];
  }
  for (const auto& [keys, n] : pairs) {
    const TextCount& antecedent = antecedents.of(keys.first);
    const TextCount& consequence = consequences.of(keys.second);
    const double conditional = static_cast<double>(n) / static_cast<double>(antecedent.count);
    const double base = static_cast<double>(consequence.count) / static_cast<double>(result.n);
    result.pairs.push_back({.antecedent = antecedent.text,
                            .consequence = consequence.text,
                            .n = n,
                            .antecedent_n = antecedent.count,
                            .conditional = conditional,
                            .base = base,
                            .difference = conditional - base});
  }
  std::ranges::sort(result.pairs, [](const AbcPair& a, const AbcPair& b) {
    return std::tie(b.n, a.antecedent, a.consequence) < std::tie(a.n, b.antecedent, b.consequence);
  });
  result.antecedents = antecedents.ranked();
  result.behaviors = behaviors.ranked();
  result.consequences = consequences.ranked();
  return result;
}

}  // namespace doggy::progress
