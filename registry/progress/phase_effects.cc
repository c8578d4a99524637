#include "registry/progress/phase_effects.h"

#include <algorithm>
#include <string>

namespace doggy::progress {
namespace {

// +1 when `after` is better than `before`, -1 when it is worse.
int step(double before, double after, WantedChange wanted) {
  const int rise = static_cast<int>(after > before) - static_cast<int>(after < before);
  return wanted == WantedChange::kIncrease ? rise : -rise;
}

double sum_between(std::span<const double> a, std::span<const double> b, WantedChange wanted) {
  double sum = 0;
  for (double before : a)
    for (double after : b) sum += step(before, after, wanted);
  return sum;
}

double sum_within(std::span<const double> a, WantedChange wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (double after : a.subspan(i + 1)) sum += step(a[i], after, wanted);
  return sum;
}

double percent_beyond_best(std::span<const double> a, std::span<const double> b, WantedChange wanted) {
  const auto [least, most] = std::ranges::minmax(a);
  const double best = wanted == WantedChange::kIncrease ? most : least;
  const auto beyond = std::ranges::count_if(b, [&](double value) { return step(best, value, wanted) > 0; });
  return 100.0 * static_cast<double>(beyond) / static_cast<double>(b.size());
}

}  // namespace

PhaseEffects phase_effects(std::span<const double> a, std::span<const double> b, WantedChange wanted) {
  PhaseEffects effects{.n_a = a.size(), .n_b = b.size(), .nap = {}, .tau = {}, .tau_u = {}, .pnd = {}};
  if (a.empty() || b.empty()) {
    const std::string reason = a.empty() ? "The first phase has no values." : "The second phase has no values.";
    effects.nap = effects.tau = effects.tau_u = effects.pnd = not_computable(reason, 0);
    return effects;
  }
  const std::uint64_t n = a.size() * b.size();
  const auto pairs = static_cast<double>(n);
  const double sum = sum_between(a, b, wanted);
  // Improvements less deteriorations is the sum; with the ties they are all pairs.
  effects.nap = computable((sum / pairs + 1) / 2, n);
  effects.tau = computable(sum / pairs, n);
  effects.tau_u = a.size() < 2 ? not_computable("The first phase has a single value, and so no trend.", n)
                               : computable((sum - sum_within(a, wanted)) / pairs, n);
  effects.pnd = computable(percent_beyond_best(a, b, wanted), b.size());
  return effects;
}

}  // namespace doggy::progress
