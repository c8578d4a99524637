#include "registry/progress/celeration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace doggy::progress {
namespace {

struct Point {
  double day = 0;
  double log_rate = 0;
};

// What is left of a point above the line of that slope through the origin.
double residual(const Point& point, double slope) {
  return point.log_rate - slope * point.day;
}

}  // namespace

Celeration celeration(std::span<const DailyRate> rates) {
  Celeration result;
  std::vector<Point> points;
  for (const DailyRate& one : rates) {
    if (one.rate > 0)
      points.push_back({.day = one.day, .log_rate = std::log10(one.rate)});
    else
      ++result.zeros;
  }
  result.n = points.size();
  const auto [first, last] = std::ranges::minmax_element(points, {}, &Point::day);
  if (points.empty() || first->day == last->day) {
    result.reason = "It takes rates above 0 on at least two days.";
    return result;
  }
  double mean_day = 0;
  double mean_log = 0;
  for (const Point& point : points) {
    mean_day += point.day / static_cast<double>(points.size());
    mean_log += point.log_rate / static_cast<double>(points.size());
  }
  double covariance = 0;
  double variance = 0;
  for (const Point& point : points) {
    covariance += (point.day - mean_day) * (point.log_rate - mean_log);
    variance += (point.day - mean_day) * (point.day - mean_day);
  }
  const double slope = covariance / variance;
  const double per_week = std::pow(10, 7 * slope);
  const auto [lowest, highest] =
      std::ranges::minmax(points, {}, [&](const Point& point) { return residual(point, slope); });
  result.per_week = per_week;
  result.text = per_week >= 1 ? fmt::format("×{:.2f}", per_week) : fmt::format("÷{:.2f}", 1 / per_week);
  result.bounce = std::pow(10, residual(highest, slope) - residual(lowest, slope));
  result.rate_at_start = std::pow(10, mean_log + slope * (first->day - mean_day));
  return result;
}

}  // namespace doggy::progress
