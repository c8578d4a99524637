#include "registry/log/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "registry/log/dog_log.h"
#include "registry/store/memory/memory_store.h"
#include "registry/store/torn_store.h"

namespace doggy::log {
namespace {

using ::testing::ElementsAre;
using Seqs = std::vector<std::uint64_t>;

// Says so many things in one transaction.
class Say : public Operation {
 public:
  explicit Say(int count) : count_(count) {}
  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  Task<Result<std::vector<Change>>> decide(std::uint64_t) override {
    std::vector<Change> changes;
    for (int i = 0; i < count_; ++i)
      changes.push_back({.action = "said",
                         .by = {.id = "a", .name = "A"},
                         .at = Timestamp::from_unix_ms(0),
                         .label = "label",
                         .detail_name = "word",
                         .detail = "{}",
                         .writes = {}});
    co_return changes;
  }

 private:
  const int count_;
};

class LogReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Change first{.action = "begun",
                 .by = {.id = "a", .name = "A"},
                 .at = Timestamp::from_unix_ms(0),
                 .label = {},
                 .detail_name = "dog",
                 .detail = "{}",
                 .writes = {}};
    ASSERT_TRUE(run_task(log_.begin("d", std::move(first))).has_value());
  }

  void say(int count) { ASSERT_TRUE(run_task(log_.run("d", std::make_shared<Say>(count))).has_value()); }
  void hide(std::uint64_t seq) {
    store_.tear([key = entry_sort_key(seq)](const store::Key& one) { return one.sk == key; });
  }
  void lose(std::uint64_t seq) {
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{{.pk = partition_of("d"), .sk = entry_sort_key(seq)}, store::Any{}});
    ASSERT_TRUE(run_task(memory_.commit(std::move(writes))).has_value());
  }
  static Seqs read(Reader& reader) {
    Seqs seqs;
    while (!reader.ended()) {
      auto page = run_task(reader.next());
      EXPECT_TRUE(page.has_value());
      for (const StoredEntry& entry : *page) seqs.push_back(entry.seq);
    }
    return seqs;
  }
  Seqs read(Reader::Options options) {
    Reader reader(store_, "d", options);
    return read(reader);
  }

  store::MemoryStore memory_;
  store::TornStore store_{memory_};
  DogLog log_{store_};
};

TEST_F(LogReaderTest, ReadsPageByPage) {
  say(6);
  EXPECT_THAT(read({.page = 3}), ElementsAre(1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(read({.page = 7}), ElementsAre(1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(read({.after = 2, .until = 5, .page = 2}), ElementsAre(3, 4, 5));
  EXPECT_THAT(read({.after = 7}), ElementsAre());
  EXPECT_THAT(read({.after = 5, .until = 5}), ElementsAre());
}

TEST_F(LogReaderTest, HandsOverWhatIsStored) {
  say(1);
  Reader reader(store_, "d", {.after = 1});
  const auto entries = run_task(reader.next());
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().seq, 2U);
  EXPECT_EQ(entries->front().label, "label");
  EXPECT_TRUE(entries->front().body.starts_with(R"({"seq":2,)"));
}

TEST_F(LogReaderTest, EndsAtAnEntryThatIsNotVisibleYetAndFindsItLater) {
  say(3);
  hide(3);
  Reader reader(store_, "d", {});
  EXPECT_THAT(read(reader), ElementsAre(1, 2));
  EXPECT_EQ(reader.seq(), 2U);
  EXPECT_EQ(reader.behind_gap(), 4U);
  store_.mend();
  EXPECT_THAT(read({.after = reader.seq()}), ElementsAre(3, 4));
}

TEST_F(LogReaderTest, EndsBeforeALastEntryThatIsNotVisibleYet) {
  say(2);
  hide(3);
  Reader reader(store_, "d", {.until = 3});
  EXPECT_THAT(read(reader), ElementsAre(1, 2));
  EXPECT_FALSE(reader.behind_gap().has_value());
}

TEST_F(LogReaderTest, GoesOnBehindAGapWhenAskedTo) {
  say(4);
  hide(3);
  Reader reader(store_, "d", {});
  EXPECT_THAT(read(reader), ElementsAre(1, 2));
  reader.skip_gap();
  EXPECT_THAT(read(reader), ElementsAre(4, 5));
}

TEST_F(LogReaderTest, SaysThatWhatIsThereCannotBeReadYet) {
  say(2);
  hide(3);
  Reader torn(store_, "d", {.until = 3});
  read(torn);
  const auto incomplete = run_task(torn.check_complete());
  ASSERT_FALSE(incomplete.has_value());
  EXPECT_EQ(incomplete.error().code, Code::kUnavailable);
  store_.mend();
  Reader whole(store_, "d", {.until = 3});
  read(whole);
  EXPECT_TRUE(run_task(whole.check_complete()).has_value());
  Reader erased(store_, "no such dog", {.until = 3});
  read(erased);
  EXPECT_TRUE(run_task(erased.check_complete()).has_value());
}

// Or nobody would ever be told of anything behind it.
TEST_F(LogReaderTest, GoesPastOldDamage) {
  say(1);
  say(static_cast<int>(kUnsettled));
  lose(2);
  EXPECT_THAT(read({.until = 4}), ElementsAre(1, 3, 4));
}

TEST_F(LogReaderTest, FindsTheEndOfWhatIsVisible) {
  say(1);
  say(3);
  EXPECT_EQ(run_task(visible_end(store_, "d")), 5U);
  hide(4);
  EXPECT_EQ(run_task(visible_end(store_, "d")), 3U) << "the head is 5";
  hide(5);
  EXPECT_EQ(run_task(visible_end(store_, "d")), 4U);
  EXPECT_EQ(run_task(visible_end(store_, "x")).error().code, Code::kNotFound);
}

}  // namespace
}  // namespace doggy::log
