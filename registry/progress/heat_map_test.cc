#include "registry/progress/heat_map.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

// 2026-11-22 is a Sunday.
TEST(HeatMap, CountsByTheZonesClock) {
  const std::vector<Timestamp> times{*Timestamp::parse("2026-11-22T23:30:00Z"),
                                     *Timestamp::parse("2026-11-22T10:00:00Z"),
                                     *Timestamp::parse("2026-11-22T05:59:00-05:00")};
  const HeatMap berlin = heat_map(times, "Europe/Berlin");
  EXPECT_EQ(berlin.n, 3u);
  ASSERT_EQ(berlin.rows.size(), 7u);
  EXPECT_EQ(berlin.rows[0].counts[0], 1u);
  EXPECT_EQ(berlin.rows[6].counts[11], 2u);
  const HeatMap own = heat_map(times, {});
  EXPECT_EQ(own.rows[6].counts[23], 1u);
  EXPECT_EQ(own.rows[6].counts[10], 1u);
  EXPECT_EQ(own.rows[6].counts[5], 1u);
  EXPECT_FALSE(heat_map(times, "Moon/Base").time_zone);
}

TEST(HeatMap, KnowsTheWeekdayBefore1970) {
  EXPECT_EQ(heat_map(std::vector{*Timestamp::parse("1969-12-29T12:00:00Z")}, {}).rows[0].counts[12], 1u);
}

}  // namespace
}  // namespace doggy::progress
