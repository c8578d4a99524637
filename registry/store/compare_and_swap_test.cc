#include "registry/store/compare_and_swap.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>

#include "platform/async/run_task.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::store {
namespace {

const Key kCounter{.pk = "P", .sk = "counter"};

Put counted(const std::optional<Item>& before) {
  const int count = before ? std::stoi(before->body) : 0;
  return {.item = {.key = kCounter, .version = next_version(before), .body = std::to_string(count + 1)},
          .condition = unchanged(before)};
}

class CompareAndSwap : public ::testing::Test {
 protected:
  Task<Result<bool>> count() {
    return compare_and_swap(
        store_, {kCounter},
        [this](const Found& found) -> Result<Writes> {
          ++decisions_;
          return Writes{counted(found[0])};
        },
        "Too busy.");
  }
  // The first times somebody else counts between the look and the write.
  Task<Result<Writes>> count_after_a_rival(int rivals) {
    auto before = (co_await store_.get(kCounter)).value();
    if (decisions_++ < rivals) {
      const auto rival = co_await commit(inner_, counted(before));
      EXPECT_TRUE(rival.has_value());
    }
    co_return Writes{counted(before)};
  }
  std::string counter() { return run_task(store_.get(kCounter)).value().value_or(Item{}).body; }

  MemoryStore inner_;
  FaultyStore store_{inner_};
  int decisions_ = 0;
};

TEST_F(CompareAndSwap, WritesWhatWasDecided) {
  EXPECT_TRUE(run_task(count()).value());
  EXPECT_TRUE(run_task(count()).value());
  EXPECT_EQ(counter(), "2");
  EXPECT_EQ(decisions_, 2);
}

TEST_F(CompareAndSwap, LooksAgainWhenSomebodyWasQuicker) {
  const auto done = run_task(compare_and_swap(store_, [this] { return count_after_a_rival(3); }, "Too busy."));
  EXPECT_TRUE(done.value());
  EXPECT_EQ(counter(), "4");
  EXPECT_EQ(decisions_, 4);
}

TEST_F(CompareAndSwap, GivesUpWhenOthersAreAlwaysQuicker) {
  const auto done = run_task(compare_and_swap(
      store_, {kCounter},
      [this](const Found&) -> Result<Writes> {
        ++decisions_;
        return Writes{Check{.key = kCounter, .condition = VersionIs{7}}};
      },
      "Too busy."));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kConflict);
  EXPECT_EQ(done.error().detail, "Too busy.");
  EXPECT_EQ(decisions_, 8);
}

TEST_F(CompareAndSwap, WritesNothingWhenNothingIsToBeWritten) {
  const auto done = run_task(
      compare_and_swap(store_, {kCounter}, [](const Found&) -> Result<Writes> { return Writes{}; }, "Too busy."));
  EXPECT_FALSE(done.value());
}

// A decision that is itself a conflict is none of the store's.
TEST_F(CompareAndSwap, EndsWithTheErrorOfTheDecision) {
  const auto done = run_task(compare_and_swap(
      store_, {kCounter},
      [this](const Found&) -> Result<Writes> {
        ++decisions_;
        return fail(Code::kConflict, "You are the last admin.");
      },
      "Too busy."));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().detail, "You are the last admin.");
  EXPECT_EQ(decisions_, 1);
}

TEST_F(CompareAndSwap, EndsWhenTheStoreFails) {
  store_.plan_commits({Fault::kFailBefore});
  EXPECT_EQ(run_task(count()).error().code, Code::kUnavailable);
  EXPECT_EQ(decisions_, 1);
  store_.plan_reads({Fault::kFailBefore});
  EXPECT_EQ(run_task(count()).error().code, Code::kUnavailable);
  EXPECT_EQ(decisions_, 1);
}

TEST_F(CompareAndSwap, LosesNoneOfManyAtOnce) {
  boost::asio::io_context loop(1);
  int done = 0;
  for (int i = 0; i < 5; ++i)
    boost::asio::co_spawn(loop, count(), [&done](const std::exception_ptr& thrown, const Result<bool>& written) {
      if (!thrown && written.value_or(false)) ++done;
    });
  loop.run();
  EXPECT_EQ(counter(), std::to_string(done));
  EXPECT_GT(done, 0);
}

TEST(Commit, TakesWritesAsTheyAre) {
  MemoryStore store;
  const Key other{.pk = "P", .sk = "other"};
  ASSERT_TRUE(run_task(commit(store, counted(std::nullopt), Put{.item = {.key = other}, .condition = Absent{}})));
  ASSERT_TRUE(run_task(commit(store, Delete{.key = other, .condition = Any{}})));
  EXPECT_TRUE(run_task(store.get(kCounter)).value().has_value());
  EXPECT_FALSE(run_task(store.get(other)).value().has_value());
}

}  // namespace
}  // namespace doggy::store
