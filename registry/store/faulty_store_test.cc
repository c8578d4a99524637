#include "registry/store/faulty_store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "registry/store/memory/memory_store.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

// Without a plan it is the store that it wraps.
struct FaultyMemory {
  MemoryStore inner;
  FaultyStore store{inner};
};

INSTANTIATE_TEST_SUITE_P(FaultyWithoutFaults, StoreContract, ::testing::Values(StoreMaker([] {
                           auto both = std::make_shared<FaultyMemory>();
                           return std::shared_ptr<Store>(both, &both->store);
                         })));

class FaultyStoreTest : public ::testing::Test {
 protected:
  Result<void> create(const std::string& sk) {
    return run_task(store_.commit(writes_of(Put{.item = {.key = {.pk = "P", .sk = sk}}, .condition = Absent{}})));
  }
  std::size_t items() { return inner_.all_items().size(); }

  MemoryStore inner_;
  FaultyStore store_{inner_};
};

TEST_F(FaultyStoreTest, FailsACommitBeforeItHappens) {
  store_.plan_commits({Fault::kFailBefore});
  const auto failed = create("a");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Code::kUnavailable);
  EXPECT_TRUE(failed.error().retry_after.has_value());
  EXPECT_EQ(items(), 0U);
  EXPECT_TRUE(create("a").has_value()) << "the plan is over";
}

TEST_F(FaultyStoreTest, LosesTheAnswerOfACommitThatHappened) {
  store_.plan_commits({Fault::kFailAfter});
  const auto failed = create("a");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Code::kUnavailable);
  EXPECT_EQ(items(), 1U);
}

TEST_F(FaultyStoreTest, FollowsItsPlanInOrder) {
  store_.plan_commits({Fault::kNone, Fault::kFailBefore, Fault::kNone});
  EXPECT_TRUE(create("a").has_value());
  EXPECT_FALSE(create("b").has_value());
  EXPECT_TRUE(create("c").has_value());
}

TEST_F(FaultyStoreTest, FailsReadsApartFromCommits) {
  store_.plan_reads({Fault::kFailBefore, Fault::kFailAfter, Fault::kFailBefore, Fault::kFailBefore});
  EXPECT_TRUE(create("a").has_value());
  EXPECT_FALSE(run_task(store_.get({.pk = "P", .sk = "a"})).has_value());
  EXPECT_FALSE(run_task(store_.get_many({{.pk = "P", .sk = "a"}})).has_value());
  EXPECT_FALSE(run_task(store_.query({.pk = "P"})).has_value());
  EXPECT_FALSE(run_task(store_.ping()).has_value());
  EXPECT_TRUE(run_task(store_.get({.pk = "P", .sk = "a"})).has_value());
}

TEST_F(FaultyStoreTest, HoldsACommitUntilItIsReleased) {
  store_.plan_commits({Fault::kHold});
  boost::asio::io_context loop(1);
  bool done = false;
  boost::asio::co_spawn(loop,
                        store_.commit(writes_of(Put{.item = {.key = {.pk = "P", .sk = "a"}}, .condition = Absent{}})),
                        [&](std::exception_ptr, Result<void> result) { done = result.has_value(); });
  loop.poll();
  EXPECT_EQ(store_.held(), 1U);
  EXPECT_FALSE(done);
  EXPECT_EQ(items(), 0U);
  store_.release();
  loop.run();
  EXPECT_TRUE(done);
  EXPECT_EQ(store_.held(), 0U);
  EXPECT_EQ(items(), 1U);
}

}  // namespace
}  // namespace doggy::store
