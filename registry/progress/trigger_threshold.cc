#include "registry/progress/trigger_threshold.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace doggy::progress {
namespace {

constexpr std::size_t kFewestExposures = 6;
constexpr double kNormal95 = 1.959963984540054;

/// Estimates and their covariance.
struct Fit {
  double b0 = 0;
  double b1 = 0;
  double v00 = 0;
  double v01 = 0;
  double v11 = 0;
};

// Nothing when it does not converge.
std::optional<Fit> fit(std::span<const Exposure> exposures, int cutoff) {
  Fit estimate;
  constexpr int kMostSteps = 50;
  for (int step = 0; step < kMostSteps; ++step) {
    double i00 = 0;
    double i01 = 0;
    double i11 = 0;
    double score0 = 0;
    double score1 = 0;
    for (const Exposure& one : exposures) {
      const double x = one.distance_meters;
      const double p = 1 / (1 + std::exp(-(estimate.b0 + estimate.b1 * x)));
      const double weight = p * (1 - p);
      const double residual = (one.reaction >= cutoff ? 1 : 0) - p;
      i00 += weight;
      i01 += weight * x;
      i11 += weight * x * x;
      score0 += residual;
      score1 += residual * x;
    }
    const double determinant = i00 * i11 - i01 * i01;
    if (!(determinant > 1e-12)) return std::nullopt;
    estimate.v00 = i11 / determinant;
    estimate.v01 = -i01 / determinant;
    estimate.v11 = i00 / determinant;
    const double d0 = estimate.v00 * score0 + estimate.v01 * score1;
    const double d1 = estimate.v01 * score0 + estimate.v11 * score1;
    estimate.b0 += d0;
    estimate.b1 += d1;
    if (std::abs(d0) < 1e-10 && std::abs(d1) < 1e-10) return estimate;
  }
  return std::nullopt;
}

// The ends of Fieller's interval are the roots of a quadratic that opens upward, if it is bounded.
void add_interval(const Fit& estimate, TriggerThreshold& threshold) {
  const double z2 = kNormal95 * kNormal95;
  const double a = estimate.b1 * estimate.b1 - z2 * estimate.v11;
  const double b = estimate.b0 * estimate.b1 - z2 * estimate.v01;
  const double c = estimate.b0 * estimate.b0 - z2 * estimate.v00;
  const double discriminant = b * b - a * c;
  if (a <= 0 || discriminant < 0) {
    threshold.reason = "There are too few exposures, or they scatter too much, for an interval.";
    return;
  }
  threshold.low_meters = std::max(0.0, (-b - std::sqrt(discriminant)) / a);
  threshold.high_meters = (-b + std::sqrt(discriminant)) / a;
}

std::vector<DistanceBin> bins_of(std::span<const Exposure> exposures, int cutoff) {
  constexpr std::array kEdges{0.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e4};
  std::vector<DistanceBin> bins;
  for (std::size_t i = 0; i + 1 < kEdges.size(); ++i) {
    DistanceBin bin{.from_meters = kEdges[i], .to_meters = kEdges[i + 1]};
    double sum = 0;
    for (const Exposure& one : exposures) {
      if (one.distance_meters < bin.from_meters || one.distance_meters >= bin.to_meters) continue;
      ++bin.n;
      if (one.reaction >= cutoff) ++bin.reacted;
      sum += one.reaction;
    }
    if (bin.n == 0) continue;
    bin.mean_reaction = sum / static_cast<double>(bin.n);
    bins.push_back(bin);
  }
  return bins;
}

// Why no regression can be fitted, from what bounds the reactions and the calm.
std::optional<std::string> unfit(std::span<const Exposure> exposures, const TriggerThreshold& threshold) {
  if (exposures.size() < kFewestExposures) return "At least six exposures are needed.";
  if (threshold.reacted == 0) return "There was no reaction.";
  if (threshold.reacted == threshold.n) return "There was a reaction every time.";
  const auto [nearest, farthest] = std::ranges::minmax(exposures, {}, &Exposure::distance_meters);
  if (nearest.distance_meters == farthest.distance_meters) return "All exposures were at the same distance.";
  if (*threshold.reacted_to < *threshold.calm_from)
    return "One distance tells reactions and calm apart without exception; it lies between the two given.";
  if (*threshold.reacted_to == *threshold.calm_from) return "Reactions and calm meet at one distance, which is given.";
  double nearest_reaction = farthest.distance_meters;
  double farthest_calm = nearest.distance_meters;
  for (const Exposure& one : exposures) {
    if (one.reaction >= threshold.cutoff)
      nearest_reaction = std::min(nearest_reaction, one.distance_meters);
    else
      farthest_calm = std::max(farthest_calm, one.distance_meters);
  }
  if (farthest_calm <= nearest_reaction) return "Reactions do not become rarer with distance.";
  return {};
}

void estimate_distance(std::span<const Exposure> exposures, TriggerThreshold& threshold) {
  threshold.reason = unfit(exposures, threshold);
  if (threshold.reason) return;
  const auto estimate = fit(exposures, threshold.cutoff);
  if (!estimate) {
    threshold.reason = "The exposures do not vary enough.";
  } else if (estimate->b1 >= 0) {
    threshold.reason = "Reactions do not become rarer with distance.";
  } else if (estimate->b0 < 0) {
    threshold.reason = "Even close by, fewer than half of the exposures had a reaction.";
  } else {
    threshold.meters = -estimate->b0 / estimate->b1;
    add_interval(*estimate, threshold);
  }
}

}  // namespace

TriggerThreshold trigger_threshold(std::span<const Exposure> exposures, int cutoff) {
  TriggerThreshold threshold{.n = exposures.size(), .cutoff = cutoff, .bins = bins_of(exposures, cutoff)};
  for (const Exposure& one : exposures) {
    if (one.reaction >= cutoff) {
      ++threshold.reacted;
      threshold.reacted_to = std::max(threshold.reacted_to.value_or(0), one.distance_meters);
    } else {
      threshold.calm_from = std::min(threshold.calm_from.value_or(one.distance_meters), one.distance_meters);
    }
  }
  estimate_distance(exposures, threshold);
  return threshold;
}

}  // namespace doggy::progress
