// Blind pairs of observations: neither observer, nor anybody else, sees one half before both are complete.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "platform/json/codec.h"
#include "registry/records/records.h"
#include "registry/testing/world.h"

namespace doggy::records {
namespace {

using boost::json::array;
using boost::json::object;
using testing::kOwner;
using testing::kTrainer;

class BlindPair : public testing::World {
 protected:
  static inline const std::string kThird = "0192f0c0-0000-7000-8000-00000000000e";

  void SetUp() override {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
    join(dog_, kOwner, kThird, circle::Role::kTrainer);
  }
  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }

  Result<Written> observe(int n, const std::string& who, bool complete, std::optional<int> first = {},
                          bool blind = true) {
    object body{{"type", "observation"},
                {"occurredAt", "2026-11-20T10:00:00Z"},
                {"method", "continuous"},
                {"observedSeconds", 60},
                {"behaviors", array{object{{"name", "bark"}, {"kind", "point"}}}},
                {"blind", blind},
                {"complete", complete}};
    if (first) body["pairedWith"] = id(*first);
    return run_task(records_.put(dog_, id(n), actor(dog_, who), std::move(body), version_of(n, who)));
  }
  std::optional<std::uint64_t> version_of(int n, const std::string& who) {
    const auto found = run_task(records_.get(dog_, id(n), *grant(dog_, who)));
    return found ? std::optional(found->version) : std::nullopt;
  }
  bool sees(const std::string& who, int n) {
    const bool gets = run_task(records_.get(dog_, id(n), *grant(dog_, who))).has_value();
    const auto page = run_task(records_.timeline(dog_, *grant(dog_, who), {}, 50, ""));
    const bool lists = std::ranges::any_of(
        page->items, [&](const std::string& item) { return item.starts_with(fmt::format(R"({{"id":"{}")", id(n))); });
    EXPECT_EQ(gets, lists);
    return gets;
  }

  std::string dog_;
  Records records_{store, log, circle, clock};
};

TEST_F(BlindPair, IsOpenedWhenBothAreComplete) {
  ASSERT_TRUE(observe(1, kTrainer, true));
  EXPECT_TRUE(sees(kTrainer, 1));
  EXPECT_FALSE(sees(kThird, 1));
  EXPECT_FALSE(sees(kOwner, 1));
  // The second observer knows the first by its id alone.
  ASSERT_TRUE(observe(2, kThird, false, 1));
  EXPECT_FALSE(sees(kTrainer, 2));
  EXPECT_FALSE(sees(kThird, 1));
  ASSERT_TRUE(observe(2, kThird, true, 1));
  for (const std::string& who : {kTrainer, kThird, kOwner})
    for (const int n : {1, 2}) EXPECT_TRUE(sees(who, n)) << who << " " << n;
}

TEST_F(BlindPair, IsOpenedAlsoByTheFirst) {
  ASSERT_TRUE(observe(1, kTrainer, false));
  ASSERT_TRUE(observe(2, kThird, true, 1, false));
  EXPECT_FALSE(sees(kTrainer, 2));
  const auto done = run_task(records_.patch(dog_, id(1), actor(dog_, kTrainer), {{"complete", true}}, {}));
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_TRUE(sees(kTrainer, 2));
  EXPECT_TRUE(sees(kOwner, 1));
}

TEST_F(BlindPair, KeepsItsDraftsToTheirAuthors) {
  ASSERT_TRUE(observe(1, kTrainer, false));
  ASSERT_TRUE(observe(2, kThird, true, 1));
  ASSERT_TRUE(observe(1, kTrainer, true));
  // The revisions before the opening are the author's alone.
  EXPECT_EQ(run_task(records_.revisions(dog_, id(1), *grant(dog_, kOwner), 10, ""))->items.size(), 1u);
  EXPECT_EQ(run_task(records_.revisions(dog_, id(1), *grant(dog_, kTrainer), 10, ""))->items.size(), 2u);
}

TEST_F(BlindPair, HasTwoHalves) {
  ASSERT_TRUE(observe(1, kTrainer, true));
  ASSERT_TRUE(observe(2, kThird, false, 1));
  const auto third = observe(3, kOwner, true, 1);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().fields.at(0).rule, "unique");
  EXPECT_EQ(observe(4, kOwner, true, 9).error().fields.at(0).rule, "reference");
}

TEST_F(BlindPair, IsNotHiddenAgain) {
  ASSERT_TRUE(observe(1, kTrainer, true));
  ASSERT_TRUE(observe(2, kThird, true, 1));
  ASSERT_TRUE(observe(1, kTrainer, false));
  EXPECT_TRUE(sees(kOwner, 1));
}

TEST_F(BlindPair, IsOpenedByAHalfThatComesBackWhileTheOtherIsChanged) {
  ASSERT_TRUE(observe(1, kTrainer, true));
  ASSERT_TRUE(observe(2, kThird, false, 1));
  ASSERT_TRUE(run_task(records_.remove(dog_, id(1), actor(dog_, kTrainer), {})));
  ASSERT_TRUE(observe(2, kThird, true, 1));
  EXPECT_FALSE(sees(kOwner, 2));
  // Both wait for the log before it takes the first.
  boost::asio::io_context loop(1);
  std::vector<Result<Written>> done;
  const auto patch = [&](int n, const std::string& who, object change) {
    boost::asio::co_spawn(loop, records_.patch(dog_, id(n), actor(dog_, who), std::move(change), {}),
                          [&](const std::exception_ptr& bug, Result<Written> result) {
                            EXPECT_FALSE(bug);
                            done.push_back(std::move(result));
                          });
  };
  patch(2, kThird, {{"observedSeconds", 61}});
  patch(1, kTrainer, {{"deleted", false}});
  loop.run();
  ASSERT_EQ(done.size(), 2U);
  for (const auto& result : done) EXPECT_TRUE(result) << result.error().detail;
  for (const int n : {1, 2}) EXPECT_TRUE(sees(kOwner, n));
}

TEST_F(BlindPair, LeavesNoTraceOfADeletedHalf) {
  ASSERT_TRUE(observe(1, kTrainer, true));
  ASSERT_TRUE(run_task(records_.remove(dog_, id(1), actor(dog_, kTrainer), {})));
  EXPECT_TRUE(run_task(records_.revisions(dog_, id(1), *grant(dog_, kOwner), 10, "")).value_or(Page{}).items.empty());
}

TEST_F(BlindPair, SealsNothingElse) {
  ASSERT_TRUE(observe(1, kTrainer, true, {}, false));
  ASSERT_TRUE(observe(2, kThird, true, 1, false));
  EXPECT_TRUE(sees(kThird, 1));
  EXPECT_TRUE(sees(kTrainer, 2));
}

}  // namespace
}  // namespace doggy::records
