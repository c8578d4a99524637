#include "registry/progress/agreement.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace doggy::progress {
namespace {

// Why two lists cannot be compared.
std::optional<std::string> incomparable(std::size_t first, std::size_t second) {
  if (first != second) return "The two observers do not have the same number of entries.";
  if (first == 0) return "Nothing was observed.";
  return {};
}

// The smaller as a share of the larger; nothing at all is full agreement.
double share(double a, double b) {
  const double larger = std::max(a, b);
  return larger == 0 ? 1 : std::min(a, b) / larger;
}

Figure percent_of(std::uint64_t part, std::uint64_t whole, const std::string& reason) {
  if (whole == 0) return not_computable(reason, 0);
  return computable(100.0 * static_cast<double>(part) / static_cast<double>(whole), whole);
}

// The mean over the entries of how far both agree, in percent.
Figure mean_agreement(std::span<const double> first, std::span<const double> second,
                      double (*agreement)(double, double)) {
  if (auto reason = incomparable(first.size(), second.size())) return not_computable(*std::move(reason), first.size());
  const double sum = std::transform_reduce(first.begin(), first.end(), second.begin(), 0.0, std::plus<>(), agreement);
  return computable(100 * sum / static_cast<double>(first.size()), first.size());
}

// Agreement on `wanted` among the intervals in which at least one observer said so.
Figure agreement_on(bool wanted, const std::vector<bool>& first, const std::vector<bool>& second,
                    const std::string& nobody) {
  if (auto reason = incomparable(first.size(), second.size())) return not_computable(*std::move(reason), first.size());
  std::uint64_t both = 0;
  std::uint64_t either = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const bool a = first[i] == wanted;
    const bool b = second[i] == wanted;
    if (a && b) ++both;
    if (a || b) ++either;
  }
  return percent_of(both, either, nobody);
}

}  // namespace

Figure total_count_agreement(std::span<const double> first, std::span<const double> second) {
  if (auto reason = incomparable(first.size(), second.size())) return not_computable(*std::move(reason), first.size());
  const double a = std::reduce(first.begin(), first.end());
  const double b = std::reduce(second.begin(), second.end());
  if (a == 0 && b == 0) return not_computable("Neither observer counted anything.", first.size());
  return computable(100 * share(a, b), first.size());
}

Figure mean_count_per_interval_agreement(std::span<const double> first, std::span<const double> second) {
  return mean_agreement(first, second, share);
}

Figure exact_count_per_interval_agreement(std::span<const double> first, std::span<const double> second) {
  return mean_agreement(first, second, [](double a, double b) { return a == b ? 1.0 : 0.0; });
}

Figure mean_duration_per_occurrence_agreement(std::span<const double> first, std::span<const double> second) {
  return mean_agreement(first, second, share);
}

Figure interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second) {
  if (auto reason = incomparable(first.size(), second.size())) return not_computable(*std::move(reason), first.size());
  std::uint64_t alike = 0;
  for (std::size_t i = 0; i < first.size(); ++i)
    if (first[i] == second[i]) ++alike;
  return percent_of(alike, first.size(), {});
}

Figure scored_interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second) {
  return agreement_on(true, first, second, "Neither observer scored any interval.");
}

Figure unscored_interval_agreement(const std::vector<bool>& first, const std::vector<bool>& second) {
  return agreement_on(false, first, second, "Both observers scored every interval.");
}

Figure cohens_kappa(std::span<const int> first, std::span<const int> second) {
  if (auto reason = incomparable(first.size(), second.size())) return not_computable(*std::move(reason), first.size());
  struct Counts {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
  };
  std::map<int, Counts> categories;
  std::uint64_t alike = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    ++categories[first[i]].first;
    ++categories[second[i]].second;
    if (first[i] == second[i]) ++alike;
  }
  // In whole numbers, so that certain chance agreement is told exactly.
  const std::uint64_t n = first.size();
  std::uint64_t by_chance = 0;
  for (const auto& [category, counts] : categories) by_chance += counts.first * counts.second;
  if (by_chance == n * n)
    return not_computable("Both observers gave every unit the same one category, as chance alone would.", n);
  const double observed = static_cast<double>(alike) / static_cast<double>(n);
  const double expected = static_cast<double>(by_chance) / static_cast<double>(n * n);
  return computable((observed - expected) / (1 - expected), n);
}

namespace {

// The sets of states at each moment, numbered in the order they appear.
std::vector<int> categories(std::span<const TimedState> states, std::size_t moments, double unit,
                            std::map<std::set<std::string_view>, int>& numbers) {
  std::vector<std::set<std::string_view>> going_on(moments);
  for (const TimedState& state : states) {
    const double first = std::ceil(state.onset / unit - 1e-9);
    for (auto k = static_cast<std::size_t>(std::max(0.0, first)); k < moments; ++k) {
      if (static_cast<double>(k) * unit >= state.offset - 1e-9) break;
      going_on[k].insert(state.behavior);
    }
  }
  std::vector<int> found;
  found.reserve(moments);
  for (auto& set : going_on)
    found.push_back(numbers.try_emplace(std::move(set), static_cast<int>(numbers.size())).first->second);
  return found;
}

}  // namespace

Figure time_unit_kappa(std::span<const TimedState> first, std::span<const TimedState> second, double observed_seconds,
                       double unit_seconds) {
  constexpr double kMostMoments = 1e6;
  if (!(unit_seconds > 0) || !(observed_seconds > 0)) return not_computable("There is no observed time.", 0);
  const double moments = std::ceil(observed_seconds / unit_seconds - 1e-9);
  if (moments > kMostMoments) return not_computable("The time unit is too short for so long an observation.", 0);
  std::map<std::set<std::string_view>, int> numbers;
  const auto count = static_cast<std::size_t>(moments);
  const std::vector<int> one = categories(first, count, unit_seconds, numbers);
  const std::vector<int> other = categories(second, count, unit_seconds, numbers);
  return cohens_kappa(one, other);
}

}  // namespace doggy::progress
