// Mean, median and standard deviation of plain numbers. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace doggy::progress {

/// Not of an empty list.
[[nodiscard]] double mean(std::span<const double> values);

/// The middle value, or the mean of the two in the middle. Not of an empty list.
[[nodiscard]] double median(std::vector<double> values);

/// Of a sample (n - 1); nothing under two values.
[[nodiscard]] std::optional<double> standard_deviation(std::span<const double> values);

}  // namespace doggy::progress
