#include "registry/log/dog_log.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <stdexcept>

#include "platform/async/run_task.h"
#include "platform/async/runtime.h"
#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::log {
namespace {

Change change_of(const std::string& action) {
  return {.action = action,
          .by = {.id = "a", .name = "Toni \"T\"", .role = circle::Role::kTrainer},
          .at = Timestamp::from_unix_ms(1'795'000'000'000),
          .label = "label",
          .detail_name = "record",
          .detail = "{}",
          .writes = {}};
}

// Adds one to a number in the store, the way every write does: read, then put on the version that was read.
class Increment : public Operation {
 public:
  explicit Increment(store::Store& store, std::string name = "N") : Increment(store, name, name) {}
  Increment(store::Store& store, std::string name, std::string touched)
      : store_(store), name_(std::move(name)), touched_(std::move(touched)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {touched_}; }

  Task<Result<std::vector<Change>>> decide(std::uint64_t first_seq) override {
    ++decided;
    seq = first_seq;
    CO_TRY(auto item, co_await store_.get({.pk = partition_of("d"), .sk = name_}));
    const std::uint64_t version = item ? item->version : 0;
    const store::Condition condition = version == 0 ? store::Condition(store::Absent{}) : store::VersionIs{version};
    Change change = change_of("incremented");
    change.writes.emplace_back(
        store::Put{{.key = {.pk = partition_of("d"), .sk = name_}, .version = version + 1}, condition});
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }

  int decided = 0;
  std::uint64_t seq = 0;

 private:
  store::Store& store_;
  const std::string name_;
  const std::string touched_;
};

class Refuse : public Operation {
 public:
  [[nodiscard]] std::vector<std::string> touches() const override { return {"R"}; }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override { co_return fail(Code::kForbidden, "No."); }
};

class Explode : public Operation {
 public:
  [[nodiscard]] std::vector<std::string> touches() const override { return {"X"}; }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override {
    throw std::logic_error("a bug");
    co_return std::vector<Change>{};
  }
};

// Throws before it waits for its turn.
class ExplodeEarly : public Operation {
 public:
  [[nodiscard]] std::vector<std::string> touches() const override { throw std::logic_error("a bug"); }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override { co_return std::vector<Change>{}; }
};

// Has the store refuse the whole transaction, as a bug.
class WriteTwice : public Operation {
 public:
  [[nodiscard]] std::vector<std::string> touches() const override { return {"T"}; }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override {
    Change change = change_of("written");
    for (int i = 0; i < 2; ++i)
      change.writes.emplace_back(store::Put{{.key = {.pk = partition_of("d"), .sk = "T"}}, store::Any{}});
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }
};

class WriteMany : public Operation {
 public:
  WriteMany(int number, std::size_t count) : name_("W" + std::to_string(number)), count_(count) {}
  [[nodiscard]] std::vector<std::string> touches() const override { return {name_}; }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override {
    Change change = change_of("written");
    for (std::size_t i = 0; i < count_; ++i)
      change.writes.emplace_back(
          store::Put{{.key = {.pk = partition_of("d"), .sk = name_ + "-" + std::to_string(i)}}, store::Absent{}});
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }

 private:
  const std::string name_;
  const std::size_t count_;
};

class DogLogTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(run_task(log_.begin("d", change_of("dog-created"))).has_value()); }

  std::vector<store::Item> entries() {
    auto items = run_task(store_.query({.pk = partition_of("d"), .from = "LOG#", .to = "LOG$", .limit = 1000}));
    return *items;
  }
  // Every entry names its place and the hash of the one before, and the head the last.
  void expect_whole_chain(std::size_t length) {
    std::string previous;
    std::uint64_t seq = 0;
    for (const store::Item& item : entries()) {
      const auto entry = boost::json::parse(item.body).as_object();
      EXPECT_EQ(entry.at("seq").to_number<std::uint64_t>(), ++seq);
      EXPECT_EQ(std::string(entry.at("prev").as_string()), previous);
      previous = sha256_hex(item.body);
    }
    EXPECT_EQ(seq, length);
    auto head = run_task(store_.get(head_key("d")));
    EXPECT_NE((*head)->body.find(previous), std::string::npos);
    EXPECT_EQ(*run_task(log_.last_seq("d")), length);
  }

  store::MemoryStore store_;
  DogLog log_{store_};
};

TEST_F(DogLogTest, BeginsOnce) {
  auto again = run_task(log_.begin("d", change_of("dog-created")));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, Code::kConflict);
  expect_whole_chain(1);
}

TEST_F(DogLogTest, KnowsNoDogThatHasNotBegun) {
  auto done = run_task(log_.run("other", std::make_shared<Increment>(store_)));
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kNotFound);
}

TEST_F(DogLogTest, ChainsEntriesByHash) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_))).has_value());
  expect_whole_chain(6);
}

TEST_F(DogLogTest, KeepsTheOrderOfOperationsOnTheSameThing) {
  std::vector<std::shared_ptr<Operation>> operations;
  std::vector<std::shared_ptr<Increment>> same;
  for (int i = 0; i < 10; ++i) operations.push_back(same.emplace_back(std::make_shared<Increment>(store_)));
  for (const auto& result : run_task(log_.run("d", operations))) EXPECT_TRUE(result.has_value());
  for (std::size_t i = 1; i < same.size(); ++i) EXPECT_LT(same[i - 1]->seq, same[i]->seq);
  EXPECT_EQ((*run_task(store_.get({.pk = partition_of("d"), .sk = "N"})))->version, 10U);
  expect_whole_chain(11);
}

TEST_F(DogLogTest, FailsOnlyTheOperationThatIsRefused) {
  std::vector<std::shared_ptr<Operation>> operations{
      std::make_shared<Increment>(store_, "A"), std::make_shared<Refuse>(), std::make_shared<Increment>(store_, "B")};
  const auto results = run_task(log_.run("d", operations));
  ASSERT_EQ(results.size(), 3U);
  EXPECT_TRUE(results[0].has_value());
  EXPECT_EQ(results[1].error().code, Code::kForbidden);
  EXPECT_TRUE(results[2].has_value());
  expect_whole_chain(3);
}

// Writes to a thing of its own as long as something else is as it was.
class CheckedIncrement : public Increment {
 public:
  CheckedIncrement(store::Store& store, const std::string& name, std::string checked, std::uint64_t version)
      : Increment(store, name), checked_(std::move(checked)), version_(version) {}
  Task<Result<std::vector<Change>>> decide(std::uint64_t first_seq) override {
    auto changes = co_await Increment::decide(first_seq);
    if (changes && decided < 3)
      changes->front().writes.emplace_back(
          store::Check{{.pk = partition_of("d"), .sk = checked_}, store::VersionIs{version_}});
    co_return changes;
  }

 private:
  const std::string checked_;
  const std::uint64_t version_;
};

// As when one person writes much at once.
TEST_F(DogLogTest, ChecksTheSameForManyOperationsOfOneTransaction) {
  ASSERT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_, "PLACE"))).has_value());
  std::vector<std::shared_ptr<Operation>> operations;
  std::vector<std::shared_ptr<Increment>> checking;
  for (const char* name : {"A", "B", "C"})
    operations.push_back(checking.emplace_back(std::make_shared<CheckedIncrement>(store_, name, "PLACE", 1)));
  for (const auto& result : run_task(log_.run("d", operations))) EXPECT_TRUE(result.has_value());
  for (const auto& one : checking) EXPECT_EQ(one->decided, 1) << "all in one transaction";
  expect_whole_chain(5);
}

TEST_F(DogLogTest, DecidesAnewAfterWhatItChecksWasWritten) {
  ASSERT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_, "PLACE"))).has_value());
  // It touches nothing that the first is known to write.
  auto writes = std::make_shared<Increment>(store_, "PLACE", "something");
  auto checks = std::make_shared<CheckedIncrement>(store_, "A", "PLACE", 1);
  for (const auto& result : run_task(log_.run("d", {writes, checks}))) EXPECT_TRUE(result.has_value());
  EXPECT_EQ(writes->decided, 1);
  EXPECT_EQ(checks->decided, 3) << "put off, refused, and then without its check";
  expect_whole_chain(4);
}

TEST_F(DogLogTest, CarriesABugToItsCallerAndGoesOn) {
  const auto explode = [this] { return run_task(log_.run("d", std::make_shared<Explode>())).has_value(); };
  EXPECT_THROW(explode(), std::logic_error);
  EXPECT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_))).has_value());
  expect_whole_chain(2);
}

TEST_F(DogLogTest, CarriesABugOfTheCommitToItsCallerAndGoesOn) {
  const auto write_twice = [this] { return run_task(log_.run("d", std::make_shared<WriteTwice>())).has_value(); };
  EXPECT_THROW(write_twice(), std::logic_error);
  EXPECT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_))).has_value());
  expect_whole_chain(2);
}

// It is the caller's alone, and the dog's lane is usable again.
TEST_F(DogLogTest, CarriesABugBeforeItsTurnToItsCallerAndGoesOn) {
  const auto explode = [this](std::vector<std::shared_ptr<Operation>> operations) {
    return run_task(log_.run("d", std::move(operations))).size();
  };
  EXPECT_THROW(explode({std::make_shared<ExplodeEarly>()}), std::logic_error);
  EXPECT_THROW(explode({std::make_shared<Increment>(store_), std::make_shared<ExplodeEarly>()}), std::logic_error);
  EXPECT_TRUE(run_task(log_.run("d", std::make_shared<Increment>(store_))).has_value());
  expect_whole_chain(2);
}

TEST_F(DogLogTest, DecidesAnewWhatTurnsOutToWriteTheSame) {
  const auto increment = [this](const std::string& name, const std::string& touched) {
    return std::make_shared<Increment>(store_, name, touched);
  };
  std::vector<std::shared_ptr<Operation>> operations{increment("N", "A"), increment("N", "B"), increment("M", "C"),
                                                     increment("N", "D")};
  for (const auto& result : run_task(log_.run("d", operations))) EXPECT_TRUE(result.has_value());
  EXPECT_EQ((*run_task(store_.get({.pk = partition_of("d"), .sk = "N"})))->version, 3U);
  expect_whole_chain(5);
}

TEST_F(DogLogTest, PutsNoMoreIntoATransactionThanItTakes) {
  // Each writes far more than an operation usually does.
  std::vector<std::shared_ptr<Operation>> operations;
  for (int i = 0; i < 8; ++i)
    operations.push_back(std::make_shared<WriteMany>(i, (store_.transaction_limit() / 2) - 4));
  for (const auto& result : run_task(log_.run("d", operations))) EXPECT_TRUE(result.has_value());
  expect_whole_chain(9);
}

TEST_F(DogLogTest, DecidesAnewWhenAnotherProcessWasQuicker) {
  DogLog other(store_);
  // Both write through logs of their own, as two replicas would, each losing now and then.
  Runtime runtime(2, 1);
  int done = 0;
  std::mutex mutex;
  auto writer = [&](DogLog& log) -> Task<void> {
    for (int i = 0; i < 50; ++i) {
      auto result = co_await log.run("d", std::make_shared<Increment>(store_));
      const std::lock_guard lock(mutex);
      if (result.has_value()) ++done;
    }
  };
  boost::asio::co_spawn(runtime.loop(0), writer(log_), boost::asio::detached);
  boost::asio::co_spawn(runtime.loop(1), writer(other), boost::asio::detached);
  runtime.run();
  EXPECT_GT(done, 50);
  EXPECT_EQ((*run_task(store_.get({.pk = partition_of("d"), .sk = "N"})))->version, static_cast<std::uint64_t>(done));
  expect_whole_chain(static_cast<std::size_t>(done) + 1);
}

TEST_F(DogLogTest, CommitsManyWritersOfOneDogTogether) {
  Runtime runtime(2, 1);
  int done = 0;
  std::mutex mutex;
  auto writer = [&](int k) -> Task<void> {
    auto result = co_await log_.run("d", std::make_shared<Increment>(store_, "K" + std::to_string(k)));
    const std::lock_guard lock(mutex);
    if (result.has_value()) ++done;
  };
  for (int k = 0; k < 200; ++k)
    boost::asio::co_spawn(runtime.loop(static_cast<std::size_t>(k % 2)), writer(k), boost::asio::detached);
  runtime.run();
  EXPECT_EQ(done, 200);
  expect_whole_chain(201);
}

}  // namespace
}  // namespace doggy::log
