#include "registry/progress/cumulative_record.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

TEST(CumulativeRecord, AddsUpInTheOrderOfTime) {
  const auto at = [](std::string_view text) { return *Timestamp::parse(text); };
  const auto record = cumulative_record(
      {{at("2026-11-25T10:00:00Z"), 4}, {at("2026-11-23T10:00:00Z"), 3}, {at("2026-11-24T10:00:00Z"), 0}});
  ASSERT_EQ(record.points.size(), 3u);
  EXPECT_EQ(record.points[0].total, 3u);
  EXPECT_EQ(record.points[1].total, 3u);
  EXPECT_EQ(record.points[2].total, 7u);
  EXPECT_EQ(record.points[2].added, 4u);
  EXPECT_TRUE(cumulative_record({}).points.empty());
}

}  // namespace
}  // namespace doggy::progress
