// Imports into a store that takes little at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <functional>
#include <limits>
#include <map>

#include "registry/records/records.h"
#include "registry/store/faulty_store.h"
#include "registry/testing/world.h"

namespace doggy::records {
namespace {

using boost::json::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOwner;
using testing::kTrainer;

constexpr store::MemoryStore::Limits kLittle{.writes = 25, .bytes = 4'000'000};
constexpr std::size_t kAtOnce = 11;  // Two writes each, beside the head, a job and a check.

// Calls somebody else before one of its commits.
class InterruptedStore : public store::FaultyStore {
 public:
  using FaultyStore::FaultyStore;
  Task<Result<void>> commit(std::vector<store::Write> writes) override {
    sizes.push_back(writes.size());
    if (sizes.size() == interrupted_at) co_await interrupt();
    co_return co_await FaultyStore::commit(std::move(writes));
  }

  std::vector<std::size_t> sizes;  // Of all commits.
  std::size_t interrupted_at = 0;
  std::function<Task<void>()> interrupt;
};

class ImportAllTest : public testing::World {
 protected:
  ImportAllTest() : World(kLittle) {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
  }

  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }
  static object note(const std::string& text) {
    return {{"type", "note"},
            {"occurredAt", "2026-11-23T10:00:00+01:00"},
            {"audience", boost::json::array{"trainer", "owner"}},
            {"text", text}};
  }
  static object comment_on(int n) {
    return {{"type", "comment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"about", id(n)}, {"text", "Well observed."}};
  }
  static object target() {
    return {{"type", "target"},
            {"occurredAt", "2026-11-20T10:00:00Z"},
            {"name", "Recall"},
            {"steps", {object{{"distanceMeters", 5}}}}};
  }
  static object homework_on(int n) {
    return {{"type", "homework"}, {"occurredAt", "2026-11-21T10:00:00Z"},
            {"title", "Recall"},  {"steps", {object{{"description", "Call once."}}}},
            {"targetId", id(n)},  {"dueOn", "2026-12-24"}};
  }
  static object observation(std::optional<int> paired_with) {
    object body{{"type", "observation"},
                {"occurredAt", "2026-11-20T10:00:00Z"},
                {"method", "continuous"},
                {"observedSeconds", 60},
                {"behaviors", boost::json::array{object{{"name", "bark"}, {"kind", "point"}}}},
                {"blind", true},
                {"complete", true}};
    if (paired_with) body["pairedWith"] = id(*paired_with);
    return body;
  }

  [[nodiscard]] Records::NewRecord record(int n, const object& body) const {
    auto draft = read_draft(body, dog_, id(n), clock());
    EXPECT_TRUE(draft.has_value()) << (draft ? "" : draft.error().fields.at(0).field);
    return {.id = id(n), .draft = std::move(*draft)};
  }
  [[nodiscard]] std::vector<Records::NewRecord> notes(int count) const {
    std::vector<Records::NewRecord> records;
    for (int i = 0; i < count; ++i) records.push_back(record(i, note(std::to_string(i))));
    return records;
  }
  Result<Records::Imported> import(std::vector<Records::NewRecord> records) {
    return run_task(records_.import_all(dog_, actor(dog_, kTrainer), std::move(records)));
  }
  // Records by their id.
  std::map<std::string, object> stored() {
    std::map<std::string, object> all;
    for (const store::Item& item : store.all_items())
      if (item.key.pk == log::partition_of(dog_) && item.key.sk.starts_with("REC#"))
        all[item.key.sk.substr(4)] = boost::json::parse(item.body).as_object();
    return all;
  }
  std::vector<object> jobs() {
    std::vector<object> all;
    for (const store::Item& item : store.all_items())
      if (item.body.find("log-entries") != std::string::npos) all.push_back(boost::json::parse(item.body).as_object());
    return all;
  }
  std::uint64_t seq_of(int n) { return stored().at(id(n)).at("seq").to_number<std::uint64_t>(); }
  std::uint64_t last_seq() { return *run_task(log.last_seq(dog_)); }

  std::string dog_;
  InterruptedStore slow_{store};
  log::DogLog slow_log_{slow_};
  circle::Circle slow_circle_{slow_, slow_log_, clock};
  Records records_{slow_, slow_log_, slow_circle_, clock};
  Records others_{store, log, circle, clock};
};

TEST_F(ImportAllTest, WritesGroupAfterGroupAndCountsThemAsOne) {
  const std::uint64_t before = last_seq();
  const auto imported = import(notes(30));
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  EXPECT_EQ(imported->created, 30U);
  EXPECT_EQ(imported->duplicates, 0U);
  // With the dog's head, and the check of the actor's place.
  EXPECT_THAT(slow_.sizes, ElementsAre((2 * kAtOnce) + 2, (2 * kAtOnce) + 2, (2 * 8) + 2));
  EXPECT_EQ(last_seq(), before + 30);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(seq_of(i), before + 1 + static_cast<std::uint64_t>(i)) << "in their order";

  const auto again = import(notes(31));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->created, 1U);
  EXPECT_EQ(again->duplicates, 30U);
}

TEST_F(ImportAllTest, WhatFitsIsOneTransaction) {
  ASSERT_TRUE(import(notes(kAtOnce)).has_value());
  EXPECT_THAT(slow_.sizes, ElementsAre((2 * kAtOnce) + 2));
}

TEST_F(ImportAllTest, KeepsToTheBytesThatTheStoreTakes) {
  std::vector<Records::NewRecord> records;
  for (int i = 0; i < 22; ++i) {
    records.push_back(record(i, note("x")));
    // Longer than a note of a client's may be, but not than a record.
    records.back().draft.fields["text"] = std::string(300'000, 'x');
  }
  const auto imported = import(std::move(records));
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  EXPECT_EQ(imported->created, 22U);
  EXPECT_THAT(slow_.sizes, ElementsAre(14, 14, 14, 10));
}

TEST_F(ImportAllTest, ARecordComesAfterWhatItRefersTo) {
  std::vector<Records::NewRecord> records;
  // As a dossier has them, newest first: comments on comments on notes, and homework before its target.
  for (int i = 0; i < 15; ++i) records.push_back(record(200 + i, comment_on(100 + i)));
  for (int i = 0; i < 15; ++i) records.push_back(record(100 + i, comment_on(i)));
  records.push_back(record(300, homework_on(301)));
  for (int i = 0; i < 15; ++i) records.push_back(record(i, note("n")));
  records.push_back(record(301, target()));
  // Two that name each other.
  records.push_back(record(400, observation(401)));
  for (int i = 20; i < 40; ++i) records.push_back(record(i, note("n")));
  records.push_back(record(401, observation(400)));
  const std::size_t count = records.size();

  const auto imported = import(std::move(records));
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  ASSERT_TRUE(imported->problems.empty()) << imported->problems[0].error.message;
  EXPECT_EQ(imported->created, count);
  for (int i = 0; i < 15; ++i) {
    EXPECT_LT(seq_of(i), seq_of(100 + i));
    EXPECT_LT(seq_of(100 + i), seq_of(200 + i));
    EXPECT_EQ(stored().at(id(200 + i)).at("audience"), (boost::json::array{"owner", "trainer"}));
  }
  EXPECT_LT(seq_of(301), seq_of(300));
  // What has a date ahead is told of as history, once.
  ASSERT_EQ(jobs().size(), 1U);
  EXPECT_THAT(boost::json::serialize(jobs()[0]), HasSubstr(R"("imported":true)"));
}

// Both are complete, so neither is the author's alone, in whatever transaction the other is.
TEST_F(ImportAllTest, ABlindPairIsJudgedAsAWhole) {
  std::vector<Records::NewRecord> records = notes(25);
  records.insert(records.begin(), record(100, observation({})));
  records.push_back(record(101, observation(100)));
  records.push_back(record(102, observation({})));
  ASSERT_TRUE(import(std::move(records)).has_value());
  const auto seen = [&](int n) { return run_task(others_.get(dog_, id(n), *grant(dog_, kOwner))).has_value(); };
  EXPECT_TRUE(seen(100));
  EXPECT_TRUE(seen(101));
  EXPECT_FALSE(seen(102)) << "has no other half";
}

// As when the halves are written one by one.
TEST_F(ImportAllTest, TheFirstHalfOfAPairFindsTheSecond) {
  std::vector<Records::NewRecord> records = notes(15);
  for (int n = 0; n < 8; ++n) {
    records.push_back(record(200 + n, observation({})));
    records.push_back(record(300 + n, observation(200 + n)));
  }
  const auto imported = import(std::move(records));
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  ASSERT_EQ(imported->created, 31U);
  for (const std::size_t size : slow_.sizes) EXPECT_LE(size, kLittle.writes);
  const auto link = run_task(store.get({.pk = log::partition_of(dog_), .sk = "PAIR#" + id(200)}));
  ASSERT_TRUE(link.value().has_value());
  EXPECT_EQ((*link)->label, id(300));
  const auto third = import({record(400, observation(200))});
  ASSERT_TRUE(third.has_value());
  ASSERT_EQ(third->problems.size(), 1U);
  EXPECT_EQ(third->problems[0].error.field, "pairedWith");
  EXPECT_EQ(third->problems[0].error.rule, "unique");
  std::vector<Records::NewRecord> both{record(401, observation({})), record(402, observation(401)),
                                       record(403, observation(401))};
  EXPECT_EQ(import(std::move(both))->problems.size(), 1U);
}

// A chain of them stands where its root stands, for at most whom each of them is for.
TEST_F(ImportAllTest, WhatFollowsAnotherIsSettledAfterIt) {
  auto second = comment_on(501);
  auto first = comment_on(500);
  first["audience"] = boost::json::array{"owner"};
  second["audience"] = boost::json::array{"owner", "trainer"};
  const auto imported =
      import({record(502, std::move(second)), record(501, std::move(first)), record(500, note("root"))});
  ASSERT_TRUE(imported.has_value());
  EXPECT_EQ(imported->created, 3U);
  EXPECT_EQ(boost::json::serialize(stored().at(id(502)).at("audience")), R"(["owner"])");
  const auto circular =
      import({record(601, comment_on(602)), record(602, comment_on(601)), record(603, comment_on(602))});
  ASSERT_TRUE(circular.has_value());
  EXPECT_EQ(circular->problems.size(), 3U);
}

TEST_F(ImportAllTest, ABadRecordIsReportedBeforeAnythingIsWritten) {
  const std::uint64_t before = last_seq();
  std::vector<Records::NewRecord> records = notes(40);
  records.push_back(record(50, comment_on(999)));
  const auto imported = import(std::move(records));
  ASSERT_TRUE(imported.has_value());
  EXPECT_EQ(imported->created, 0U);
  ASSERT_EQ(imported->problems.size(), 1U);
  EXPECT_EQ(imported->problems[0].index, 40U);
  EXPECT_EQ(last_seq(), before);
}

TEST_F(ImportAllTest, RepeatedAfterAFailureItDoesTheRest) {
  for (const auto& [fault, in] : {std::pair(store::Fault::kFailBefore, 22), std::pair(store::Fault::kFailAfter, 33)}) {
    dog_ = make_dog(kTrainer);
    const std::uint64_t before = last_seq();
    slow_.plan_commits({store::Fault::kNone, store::Fault::kNone, fault});
    const auto failed = import(notes(40));
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, Code::kUnavailable);
    EXPECT_TRUE(failed.error().retry_after.has_value());
    EXPECT_THAT(failed.error().detail, HasSubstr("At least 22 of the 40 records are in. Repeat the same import"));
    EXPECT_EQ(stored().size(), static_cast<std::size_t>(in));

    const auto again = import(notes(40));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->created, static_cast<std::size_t>(40 - in));
    EXPECT_EQ(again->duplicates, static_cast<std::size_t>(in));
    EXPECT_EQ(stored().size(), 40U);
    EXPECT_EQ(last_seq(), before + 40) << "nothing is in the log twice";
    for (const auto& [record_id, body] : stored()) EXPECT_EQ(body.at("version").to_number<int>(), 1);
  }
}

TEST_F(ImportAllTest, SomebodyElsesWriteBetweenTwoGroupsStays) {
  slow_.interrupted_at = 2;
  slow_.interrupt = [this, owner = actor(dog_, kOwner)]() -> Task<void> {
    auto written = co_await others_.put(dog_, id(900), owner, note("mine"), std::nullopt);
    EXPECT_TRUE(written.has_value());
    // The same record as one that the import has still to write.
    written = co_await others_.put(dog_, id(25), owner, note("quicker"), std::nullopt);
    EXPECT_TRUE(written.has_value());
  };
  const std::uint64_t before = last_seq();
  const auto imported = import(notes(30));
  ASSERT_TRUE(imported.has_value()) << imported.error().detail;
  EXPECT_EQ(imported->created, 29U);
  EXPECT_EQ(imported->duplicates, 1U);
  EXPECT_EQ(stored().at(id(900)).at("text").as_string(), "mine");
  EXPECT_EQ(stored().at(id(25)).at("text").as_string(), "quicker");
  EXPECT_EQ(last_seq(), before + 31);
}

TEST_F(ImportAllTest, EndsWhenItsMakerLosesTheirPlace) {
  slow_.interrupted_at = 2;
  slow_.interrupt = [this, owner = actor(dog_, kOwner)]() -> Task<void> {
    const auto removed = co_await circle.remove_member(dog_, owner, kTrainer);
    EXPECT_TRUE(removed.has_value());
  };
  const auto ended = import(notes(30));
  ASSERT_FALSE(ended.has_value());
  EXPECT_EQ(ended.error().code, Code::kNotFound);
  EXPECT_THAT(ended.error().detail, HasSubstr("At least 11 of the 30"));
  EXPECT_EQ(stored().size(), kAtOnce);
}

TEST_F(ImportAllTest, EndsWhenWhatItRefersToIsDeletedMeanwhile) {
  ASSERT_TRUE(run_task(others_.put(dog_, id(500), actor(dog_, kTrainer), note("n"), std::nullopt)).has_value());
  slow_.interrupted_at = 1;
  slow_.interrupt = [this, author = actor(dog_, kTrainer)]() -> Task<void> {
    const auto removed = co_await others_.remove(dog_, id(500), author, std::nullopt);
    EXPECT_TRUE(removed.has_value());
  };
  std::vector<Records::NewRecord> records = notes(20);
  records.push_back(record(501, comment_on(500)));
  const auto ended = import(std::move(records));
  ASSERT_FALSE(ended.has_value());
  EXPECT_EQ(ended.error().code, Code::kConflict);
  EXPECT_THAT(ended.error().detail, HasSubstr("At least 11 of the 21"));
}

}  // namespace
}  // namespace doggy::records
