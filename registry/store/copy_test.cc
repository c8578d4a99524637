#include "registry/store/copy.h"

#include <ctime>

#include "registry/store/faulty_store.h"
#include "registry/store/format.h"
#include "registry/store/memory/memory_store.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kYear2100 = 4'102'444'800;

class CopyTest : public ::testing::Test {
 protected:
  static void put(Store& store, Item item) {
    must(run_task(store.commit(writes_of(Put{.item = std::move(item), .condition = Any{}}))));
  }
  void fill(int items) {
    for (int i = 0; i < items; ++i)
      put(from_, {.key = {.pk = "DOG#" + std::to_string(i % 7), .sk = "REC#" + std::to_string(i)},
                  .version = 1 + static_cast<std::uint64_t>(i),
                  .body = "body " + std::to_string(i),
                  .label = "label",
                  .time = "t" + std::to_string(i),
                  .kind = i % 2 == 0 ? "" : "k" + std::to_string(i),
                  .expires_at = i % 3 == 0 ? kYear2100 : 0});
  }
  Result<std::uint64_t> copy(Store& to, std::string source = "memory:from") {
    return run_task(copy_everything({.store = from_, .scan = from_}, {.store = to, .scan = to_},
                                    {.source = std::move(source), .progress = [this](std::uint64_t n) { told_ = n; }}));
  }
  Result<Tally> verify() { return run_task(verify_copy({.store = from_, .scan = from_}, {.store = to_, .scan = to_})); }

  MemoryStore from_;
  MemoryStore to_;
  std::uint64_t told_ = 0;
};

TEST_F(CopyTest, CopiesEveryItemAsItIs) {
  fill(2500);
  EXPECT_EQ(copy(to_), 2500U);
  EXPECT_EQ(told_, 2500U);
  EXPECT_EQ(verify()->items, 2500U);
  EXPECT_EQ(to_.all_items(), from_.all_items());
}

TEST_F(CopyTest, CopiesNothing) {
  EXPECT_EQ(copy(to_), 0U);
  EXPECT_TRUE(verify().has_value());
  EXPECT_TRUE(to_.all_items().empty());
}

TEST_F(CopyTest, LeavesOutWhatHasExpired) {
  fill(3);
  put(from_, {.key = {.pk = "A", .sk = "old"}, .expires_at = 1000});
  put(from_, {.key = {.pk = "A", .sk = "soon"}, .expires_at = std::time(nullptr) + 600});
  EXPECT_EQ(copy(to_), 4U);
  EXPECT_EQ(verify()->items, 3U) << "either side may remove what expires within the hour";
  EXPECT_EQ(to_.all_items().size(), 4U);
}

TEST_F(CopyTest, GoesOnAfterEachFailureAndIsTheSame) {
  fill(5500);
  FaultyStore faulty(to_);
  for (const Fault fault : {Fault::kFailBefore, Fault::kFailAfter}) {
    // The beginning succeeds, then one page each time.
    faulty.plan_commits(told_ == 0 ? std::vector{Fault::kNone, Fault::kNone, fault} : std::vector{Fault::kNone, fault});
    ASSERT_FALSE(copy(faulty).has_value());
    EXPECT_LT(told_, 5500U);
  }
  const std::uint64_t before = told_;
  EXPECT_GT(before, 0U);
  EXPECT_EQ(copy(faulty), 5500U);
  EXPECT_EQ(copy(faulty), 5500U) << "what is finished stays so";
  EXPECT_TRUE(verify().has_value());
  EXPECT_EQ(to_.all_items(), from_.all_items());
}

TEST_F(CopyTest, GoesOnAlsoWhenOnlyTheFirstStepWasDone) {
  fill(10);
  FaultyStore faulty(to_);
  faulty.plan_commits({Fault::kFailAfter});
  ASSERT_FALSE(copy(faulty).has_value());
  EXPECT_EQ(copy(faulty), 10U);
}

TEST_F(CopyTest, RefusesATargetThatHasSomethingElse) {
  fill(10);
  put(to_, {.key = {.pk = "DOG#9", .sk = "DOG"}, .version = 1});
  const auto refused = copy(to_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::kConflict);
  EXPECT_EQ(to_.all_items().size(), 1U);
}

TEST_F(CopyTest, RefusesToGoOnWithAnotherSource) {
  fill(10);
  ASSERT_TRUE(copy(to_, "sqlite:one").has_value());
  const auto refused = copy(to_, "sqlite:two");
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().detail, HasSubstr("sqlite:one"));
}

TEST_F(CopyTest, FindsEveryDifference) {
  const Item item{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "x"};
  for (const auto& [change, same_count] : std::vector<std::pair<Item, bool>>{
           {{.key = {.pk = "A", .sk = "b"}, .version = 2, .body = "x"}, true},
           {{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "y"}, true},
           {{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "x", .label = "l"}, true},
           {{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "x", .time = "t"}, true},
           {{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "x", .kind = "k"}, true},
           {{.key = {.pk = "A", .sk = "b"}, .version = 1, .body = "x", .expires_at = kYear2100}, true},
           {{.key = {.pk = "A", .sk = "c"}, .version = 1, .body = "x"}, false}}) {
    MemoryStore one;
    MemoryStore other;
    put(one, item);
    put(other, item);
    const Everything left{.store = one, .scan = one};
    const Everything right{.store = other, .scan = other};
    EXPECT_TRUE(run_task(verify_copy(left, right)).has_value());
    put(other, change);
    const auto verified = run_task(verify_copy(left, right));
    ASSERT_FALSE(verified.has_value());
    EXPECT_EQ(verified.error().detail.find("another content") != std::string::npos, same_count);
  }
}

TEST_F(CopyTest, KeepsToTheRate) {
  fill(30);
  // No time is measured: with a rate, pages are a tenth of a second's.
  std::vector<std::uint64_t> told;
  const auto done = run_task(
      copy_everything({.store = from_, .scan = from_}, {.store = to_, .scan = to_},
                      {.source = "s", .per_second = 100, .progress = [&](std::uint64_t n) { told.push_back(n); }}));
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(told, (std::vector<std::uint64_t>{10, 20, 30}));
}

TEST(Format, ANewStoreGetsIt) {
  MemoryStore store;
  ASSERT_TRUE(run_task(check_format(store)).has_value());
  ASSERT_TRUE(run_task(check_format(store)).has_value());
  EXPECT_EQ(run_task(store.get(format_key())).value()->version, kFormat);
}

TEST(Format, ANewerOneIsRefused) {
  MemoryStore store;
  must(run_task(
      store.commit(writes_of(Put{.item = {.key = format_key(), .version = kFormat + 1}, .condition = Any{}}))));
  const auto refused = run_task(check_format(store));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().detail, HasSubstr("has format 2, and this version of Doggy App knows 1 at most"));
}

TEST_F(CopyTest, AStoreThatACopyWasNotFinishedIntoIsRefused) {
  fill(10);
  ASSERT_TRUE(copy(to_).has_value());
  const auto refused = run_task(check_format(to_));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().detail, HasSubstr("not finished"));
  ASSERT_TRUE(verify().has_value());
  EXPECT_TRUE(run_task(check_format(to_)).has_value());
}

}  // namespace
}  // namespace doggy::store
