#include "registry/progress/statistics.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

// Wikipedia, "Standard deviation": 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and, as a sample, sqrt(32 / 7).
TEST(Statistics, OfAPublishedSample) {
  const std::vector<double> values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(mean(values), 5);
  EXPECT_DOUBLE_EQ(median(values), 4.5);
  EXPECT_NEAR(*standard_deviation(values), 2.1381, 0.0001);
}

TEST(Statistics, OfFewValues) {
  EXPECT_DOUBLE_EQ(median({3}), 3);
  EXPECT_DOUBLE_EQ(median({9, 1, 5}), 5);
  EXPECT_FALSE(standard_deviation(std::vector<double>{3}));
}

}  // namespace
}  // namespace doggy::progress
