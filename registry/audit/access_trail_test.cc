#include "registry/audit/access_trail.h"

#include <gtest/gtest.h>

#include "registry/testing/world.h"

namespace doggy::audit {
namespace {

class AccessTrailTest : public testing::World {
 protected:
  AccessTrail trail_{store, clock, std::chrono::days(30)};
};

TEST_F(AccessTrailTest, AViewIsNewsOnceADay) {
  EXPECT_TRUE(trail_.is_news("balu", testing::kOwner));
  EXPECT_FALSE(trail_.is_news("balu", testing::kOwner));
  EXPECT_TRUE(trail_.is_news("fee", testing::kOwner));
  EXPECT_TRUE(trail_.is_news("balu", testing::kWalker));
  trail_.forget("balu", testing::kWalker);
  EXPECT_TRUE(trail_.is_news("balu", testing::kWalker));
  EXPECT_FALSE(trail_.is_news("balu", testing::kOwner));
  now_ms += kDayMs;
  EXPECT_TRUE(trail_.is_news("balu", testing::kOwner));
}

TEST_F(AccessTrailTest, AnotherProcessMayHaveNotedItAlready) {
  const circle::Author owner{.id = testing::kOwner, .name = "Olaf", .role = circle::Role::kOwner};
  EXPECT_TRUE(run_task(trail_.viewed("balu", owner)).has_value());
  EXPECT_TRUE(run_task(trail_.viewed("balu", owner)).has_value());
  const auto page = run_task(trail_.list("balu", 10, ""));
  ASSERT_TRUE(page.has_value());
  ASSERT_EQ(page->items.size(), 1U);
  EXPECT_EQ(page->items[0].by.name, "Olaf");
}

TEST_F(AccessTrailTest, ComesInPagesNewestDayFirst) {
  for (int day = 0; day < 5; ++day) {
    EXPECT_TRUE(run_task(trail_.exported("balu", {.id = testing::kOwner, .name = std::to_string(day)})).has_value());
    now_ms += kDayMs;
  }
  std::string cursor;
  std::string names;
  do {
    const auto page = run_task(trail_.list("balu", 2, cursor));
    ASSERT_TRUE(page.has_value());
    for (const AccessEntry& entry : page->items) names += entry.by.name;
    cursor = page->next;
  } while (!cursor.empty());
  EXPECT_EQ(names, "43210");
}

}  // namespace
}  // namespace doggy::audit
