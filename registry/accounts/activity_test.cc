#include "registry/accounts/activity.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::accounts {
namespace {

class ActivityTest : public ::testing::Test {
 protected:
  void note(ActivityKind kind, const std::string& account = "toni") {
    ASSERT_TRUE(run_task(activity_.note(account, kind, "192.0.2.7", "Field\nPhone")).has_value());
  }
  Activity::Page list(std::size_t limit = 50, const std::string& cursor = "", const std::string& account = "toni") {
    auto page = run_task(activity_.list(account, limit, cursor));
    EXPECT_TRUE(page.has_value());
    return page.value_or(Activity::Page{});
  }

  std::int64_t now_ms_ = 1'795'428'000'000;
  store::MemoryStore store_;
  Activity activity_{store_, [this] { return Timestamp::from_unix_ms(now_ms_++); }};
};

TEST_F(ActivityTest, IsListedNewestFirstForItsPersonAlone) {
  note(ActivityKind::kSignedIn);
  note(ActivityKind::kPasswordChanged);
  note(ActivityKind::kExported);
  note(ActivityKind::kSignedIn, "eve");
  const auto first = list(2);
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[0].kind, ActivityKind::kExported);
  EXPECT_EQ(first.items[0].address, "192.0.2.7");
  EXPECT_EQ(first.items[0].device, "FieldPhone");
  const auto second = list(2, first.next);
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_EQ(second.items[0].kind, ActivityKind::kSignedIn);
  EXPECT_TRUE(second.next.empty());
  EXPECT_EQ(run_task(activity_.list("toni", 2, "LOG#1")).error().code, Code::kInvalid);
}

TEST_F(ActivityTest, GoesAfterAYear) {
  note(ActivityKind::kSignedIn);
  now_ms_ += Activity::kSeconds * 1000;
  EXPECT_TRUE(list().items.empty());
}

TEST_F(ActivityTest, AGuesserDoesNotFillIt) {
  for (int i = 0; i < 30; ++i) note(ActivityKind::kSignInRefused);
  EXPECT_EQ(list().items.size(), 20U);
  note(ActivityKind::kSignedIn);
  EXPECT_EQ(list().items.size(), 21U);
}

}  // namespace
}  // namespace doggy::accounts
