#include "registry/records/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "registry/testing/world.h"

namespace doggy::records {
namespace {

using boost::json::object;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kOwner;
using testing::kTrainer;
using testing::kWalker;

class RecordsTest : public testing::World {
 protected:
  void SetUp() override {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
    join(dog_, kOwner, kWalker, circle::Role::kWalker);
  }

  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }
  static object note(const std::string& text, boost::json::array audience = {"trainer", "owner"}) {
    return {{"type", "note"}, {"occurredAt", "2026-11-23T10:00:00+01:00"}, {"audience", audience}, {"text", text}};
  }
  static object target() {
    return {{"type", "target"},
            {"occurredAt", "2026-11-20T10:00:00Z"},
            {"name", "Recall"},
            {"steps", {object{{"distanceMeters", 5}}}}};
  }
  static object comment_on(const std::string& record_id) {
    return {
        {"type", "comment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"about", record_id}, {"text", "Well observed."}};
  }
  static object session_on(const std::string& target_id) {
    const object trial{{"outcome", "correct"}};
    const object block{{"targetId", target_id}, {"step", 0}, {"trials", {trial}}};
    return {{"type", "session"}, {"occurredAt", "2026-11-21T10:00:00Z"}, {"blocks", {block}}};
  }

  Result<Written> put(int n, const object& body, const std::string& who = kTrainer,
                      std::optional<std::uint64_t> version = {}) {
    return run_task(records_.put(dog_, id(n), actor(dog_, who), body, version));
  }
  Result<Written> patch(int n, const object& body, const std::string& who = kTrainer,
                        std::optional<std::uint64_t> version = {}) {
    return run_task(records_.patch(dog_, id(n), actor(dog_, who), body, version));
  }
  Result<Written> remove(int n, const std::string& who = kTrainer, std::optional<std::uint64_t> version = {}) {
    return run_task(records_.remove(dog_, id(n), actor(dog_, who), version));
  }
  Result<Written> get(int n, const std::string& who = kTrainer) {
    return run_task(records_.get(dog_, id(n), *grant(dog_, who)));
  }
  // The texts of a page of notes, as `who` sees it.
  std::vector<std::string> texts(const std::string& who, Filter filter = {}, std::size_t limit = 50) {
    auto page = run_task(records_.timeline(dog_, *grant(dog_, who), std::move(filter), limit, ""));
    std::vector<std::string> all;
    for (const std::string& item : page->items) all.emplace_back(open(item).at("text").as_string());
    return all;
  }
  static object open(const std::string& text) { return boost::json::parse(text).as_object(); }
  template <class T>
  static Code code_of(const Result<T>& result) {
    EXPECT_FALSE(result.has_value());
    return result.has_value() ? Code::kInvalid : result.error().code;
  }

  std::string dog_;
  Records records_{store, log, circle, clock};
};

TEST_F(RecordsTest, KeepsWhatWasWritten) {
  auto written = put(1, note("sat 🐕 nicely"));
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(written->kind, Written::Kind::kCreated);
  const object record = open(get(1)->body);
  EXPECT_EQ(record.at("id").as_string(), id(1));
  EXPECT_EQ(record.at("dogId").as_string(), dog_);
  EXPECT_EQ(record.at("text").as_string(), "sat 🐕 nicely");
  EXPECT_EQ(record.at("occurredAt").as_string(), "2026-11-23T10:00:00+01:00");
  EXPECT_EQ(record.at("author").at("id").as_string(), kTrainer);
  EXPECT_EQ(record.at("author").at("role").as_string(), "trainer");
  EXPECT_EQ(record.at("version").to_number<int>(), 1);
  EXPECT_EQ(record.at("deleted").as_bool(), false);
}

TEST_F(RecordsTest, TakesTheSameContentTwiceAsOneRecord) {
  const auto first = put(1, note("same"));
  const auto again = put(1, note("same"));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->kind, Written::Kind::kUnchanged);
  EXPECT_EQ(again->body, first->body);
}

TEST_F(RecordsTest, NamesEveryWrongFieldAtOnce) {
  object body = note("");
  body["occurredAt"] = "yesterday";
  body["audience"] = boost::json::array{"friends"};
  body["color"] = "red";
  body["author"] = "me";
  const auto written = put(1, body);
  ASSERT_FALSE(written.has_value());
  std::vector<std::string> rules;
  for (const FieldError& error : written.error().fields) rules.push_back(error.field + " " + error.rule);
  EXPECT_THAT(rules, ::testing::UnorderedElementsAre("occurredAt format", "audience[0] enum", "author readOnly",
                                                     "text minLength", "color unknown"));
  EXPECT_EQ(code_of(get(1)), Code::kNotFound) << "a write that fails leaves nothing behind";
}

TEST_F(RecordsTest, RefusesTimesAheadAndLongAgo) {
  object body = note("x");
  body["occurredAt"] = "2026-11-24T10:00:01Z";
  EXPECT_EQ(put(1, body).error().fields[0].rule, "maximum");
  body["occurredAt"] = "1989-12-31T23:59:59Z";
  EXPECT_EQ(put(1, body).error().fields[0].rule, "minimum");
  body["occurredAt"] = "2026-11-24T10:00:00Z";
  EXPECT_TRUE(put(1, body).has_value()) << "a clock may be a day off";
}

TEST_F(RecordsTest, TellsAStaleWriterWhatIsThereNow) {
  ASSERT_TRUE(put(1, note("one")).has_value());
  ASSERT_TRUE(put(1, note("two"), kTrainer, 1).has_value());
  const auto stale = put(1, note("three"), kTrainer, 1);
  EXPECT_EQ(code_of(stale), Code::kPreconditionFailed);
  EXPECT_EQ(open(stale.error().current).at("text").as_string(), "two");
  EXPECT_EQ(code_of(patch(1, {{"text", "three"}}, kTrainer, 1)), Code::kPreconditionFailed);
  EXPECT_EQ(code_of(remove(1, kTrainer, 1)), Code::kPreconditionFailed);
  EXPECT_EQ(open(get(1)->body).at("text").as_string(), "two");
}

TEST_F(RecordsTest, ShowsARecordToItsAudienceAndItsAuthorOnly) {
  ASSERT_TRUE(put(1, note("for trainers", {"trainer"})).has_value());
  ASSERT_TRUE(put(2, note("for owners too", {"trainer", "owner"})).has_value());
  ASSERT_TRUE(put(3, note("for myself", boost::json::array{})).has_value());
  ASSERT_TRUE(put(4, note("the walker's own", boost::json::array{}), kWalker).has_value());
  EXPECT_THAT(texts(kTrainer), ElementsAre("for myself", "for owners too", "for trainers"));
  EXPECT_THAT(texts(kOwner), ElementsAre("for owners too"));
  EXPECT_THAT(texts(kWalker), ElementsAre("the walker's own"));
  EXPECT_EQ(get(1, kOwner).error(), get(99, kOwner).error()) << "hidden and missing are alike";
}

TEST_F(RecordsTest, HidesAClosedSection) {
  ASSERT_TRUE(put(1, note("for owners")).has_value());
  ASSERT_TRUE(run_task(circle.change_member(dog_, actor(dog_, kOwner), kWalker,
                                            {.sections = circle::SectionChanges{.notes = circle::Level::kNone}}))
                  .has_value());
  EXPECT_EQ(code_of(put(2, note("x"), kWalker)), Code::kForbidden);
  EXPECT_THAT(texts(kWalker), IsEmpty());
}

TEST_F(RecordsTest, LetsOnlyTheAuthorChangeTheirNote) {
  ASSERT_TRUE(put(1, note("mine")).has_value());
  EXPECT_EQ(code_of(put(1, note("yours"), kOwner)), Code::kForbidden);
  EXPECT_EQ(code_of(patch(1, {{"text", "yours"}}, kOwner)), Code::kForbidden);
  EXPECT_EQ(code_of(remove(1, kOwner)), Code::kForbidden);
  EXPECT_EQ(code_of(patch(1, {{"text", "yours"}}, kWalker)), Code::kNotFound) << "not in the audience";
}

TEST_F(RecordsTest, LetsEveryWriterChangeASharedTargetButNotItsAudience) {
  ASSERT_TRUE(put(1, target()).has_value());
  EXPECT_TRUE(patch(1, {{"goal", "off leash"}}, kOwner).has_value());
  EXPECT_EQ(code_of(patch(1, {{"audience", boost::json::array{"owner"}}}, kOwner)), Code::kForbidden);
  EXPECT_EQ(code_of(patch(1, {{"goal", "x"}}, kWalker)), Code::kForbidden) << "walkers only read training";
}

TEST_F(RecordsTest, LeavesATombstoneAndBringsItBack) {
  ASSERT_TRUE(put(1, note("precious")).has_value());
  auto tombstone = remove(1);
  ASSERT_TRUE(tombstone.has_value());
  EXPECT_EQ(open(tombstone->body).at("deleted").as_bool(), true);
  EXPECT_FALSE(open(tombstone->body).contains("text"));
  EXPECT_EQ(code_of(get(1)), Code::kNotFound);
  EXPECT_THAT(texts(kTrainer), IsEmpty());
  EXPECT_TRUE(remove(1).has_value()) << "deleting twice is deleting";

  EXPECT_EQ(code_of(put(1, note("precious"))), Code::kPreconditionFailed) << "a late retry does not resurrect";
  EXPECT_EQ(code_of(patch(1, {{"text", "x"}})), Code::kNotFound);
  auto restored = patch(1, {{"deleted", false}});
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(open(restored->body).at("text").as_string(), "precious");
  EXPECT_EQ(restored->version, 3U);
  EXPECT_THAT(texts(kTrainer), ElementsAre("precious"));
}

TEST_F(RecordsTest, ListsRevisionsToThoseWhoCouldSeeEach) {
  ASSERT_TRUE(put(1, note("draft", {"trainer"})).has_value());
  ASSERT_TRUE(put(1, note("final", {"trainer", "owner"})).has_value());
  auto mine = run_task(records_.revisions(dog_, id(1), *grant(dog_, kTrainer), 50, ""));
  ASSERT_TRUE(mine.has_value());
  ASSERT_EQ(mine->items.size(), 2U);
  EXPECT_EQ(open(mine->items[0]).at("action").as_string(), "changed");
  EXPECT_EQ(open(mine->items[1]).at("action").as_string(), "created");
  auto theirs = run_task(records_.revisions(dog_, id(1), *grant(dog_, kOwner), 50, ""));
  ASSERT_EQ(theirs->items.size(), 1U);
  EXPECT_EQ(open(theirs->items[0]).at("record").at("text").as_string(), "final");
  auto first = run_task(records_.revisions(dog_, id(1), *grant(dog_, kTrainer), 1, ""));
  ASSERT_FALSE(first->next.empty());
  auto second = run_task(records_.revisions(dog_, id(1), *grant(dog_, kTrainer), 1, first->next));
  EXPECT_EQ(open(second->items[0]).at("record").at("text").as_string(), "draft");
}

TEST_F(RecordsTest, PagesTheTimelineNewestFirstWithoutGapsOrRepeats) {
  for (int i = 0; i < 25; ++i) {
    object body = note(std::to_string(i), i % 3 == 0 ? boost::json::array{"trainer"} : boost::json::array{"owner"});
    body["occurredAt"] = fmt::format("2026-11-{:02}T10:00:00Z", i % 20 + 1);
    ASSERT_TRUE(put(i, body).has_value());
  }
  for (const std::string& who : {kTrainer, kOwner}) {
    std::vector<std::string> paged;
    std::string cursor;
    do {
      auto page = run_task(records_.timeline(dog_, *grant(dog_, who), {}, 4, cursor));
      ASSERT_TRUE(page.has_value());
      for (const std::string& item : page->items) paged.emplace_back(open(item).at("text").as_string());
      cursor = page->next;
    } while (!cursor.empty());
    EXPECT_EQ(paged, texts(who));
    EXPECT_EQ(paged.size(), who == kTrainer ? 25U : 16U);
  }
}

TEST_F(RecordsTest, PagesOldestFirstWhenAsked) {
  for (int i = 1; i < 6; ++i) {
    object body = note(std::to_string(i));
    body["occurredAt"] = fmt::format("2026-11-{:02}T10:00:00Z", i);
    ASSERT_TRUE(put(i, body).has_value());
  }
  EXPECT_THAT(texts(kTrainer, {.oldest_first = true}), ElementsAre("1", "2", "3", "4", "5"));
  auto first = run_task(records_.timeline(dog_, *grant(dog_, kTrainer), {.oldest_first = true}, 3, ""));
  auto rest = run_task(records_.timeline(dog_, *grant(dog_, kTrainer), {.oldest_first = true}, 3, first->next));
  EXPECT_EQ(rest->items.size(), 2U);
  EXPECT_EQ(open(rest->items[0]).at("text").as_string(), "4");
}

TEST_F(RecordsTest, EndsAPageOfLargeRecordsSooner) {
  constexpr int kCount = 130;
  const std::string large(18'000, 'x');
  for (int i = 0; i < kCount; ++i) ASSERT_TRUE(put(i, note(large)).has_value());
  std::size_t seen = 0;
  std::string cursor;
  do {
    auto page = run_task(records_.timeline(dog_, *grant(dog_, kOwner), {}, 200, cursor));
    ASSERT_TRUE(page.has_value());
    ASSERT_FALSE(page->items.empty());
    std::size_t bytes = 0;
    for (const std::string& item : page->items) bytes += item.size();
    EXPECT_LT(bytes, 1'100'000U);
    seen += page->items.size();
    cursor = page->next;
  } while (!cursor.empty());
  EXPECT_EQ(seen, static_cast<std::size_t>(kCount));
}

// A filter that few records match reads all of them; whoever asks for one record on the same loop goes first.
TEST_F(RecordsTest, LetsOthersOfTheLoopGoFirst) {
  for (int i = 0; i < 130; ++i) ASSERT_TRUE(put(i, note("n")).has_value());
  boost::asio::io_context loop(1);
  std::vector<std::string> ended;
  const auto note_end = [&ended](std::string name) {
    return [&ended, name](const std::exception_ptr&, const auto&) { ended.push_back(name); };
  };
  const auto viewer = *grant(dog_, kTrainer);
  boost::asio::co_spawn(loop, records_.timeline(dog_, viewer, {.tag = "none"}, 50, ""), note_end("timeline"));
  boost::asio::co_spawn(loop, records_.get(dog_, id(1), viewer), note_end("record"));
  loop.run();
  EXPECT_THAT(ended, ElementsAre("record", "timeline"));
}

TEST_F(RecordsTest, EndsAPageWithoutHintAtHiddenRecords) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(put(i, note("seen")).has_value());
  for (int i = 2; i < 9; ++i) {
    object hidden = note("hidden", {"trainer"});
    hidden["occurredAt"] = "2026-11-01T10:00:00Z";
    ASSERT_TRUE(put(i, hidden).has_value());
  }
  auto page = run_task(records_.timeline(dog_, *grant(dog_, kOwner), {}, 2, ""));
  EXPECT_EQ(page->items.size(), 2U);
  EXPECT_EQ(page->next, "");
}

TEST_F(RecordsTest, FiltersByTypeTimeTagAndAuthor) {
  object tagged = note("tagged");
  tagged["tags"] = boost::json::array{"walk"};
  tagged["occurredAt"] = "2026-11-02T10:00:00Z";
  ASSERT_TRUE(put(1, tagged).has_value());
  ASSERT_TRUE(put(2, note("plain")).has_value());
  ASSERT_TRUE(put(3, note("owner's"), kOwner).has_value());
  ASSERT_TRUE(put(4, target()).has_value());
  EXPECT_THAT(texts(kTrainer, {.types = {"note"}}), ElementsAre("owner's", "plain", "tagged"));
  EXPECT_THAT(texts(kTrainer, {.types = {"note", "weight"}}), ElementsAre("owner's", "plain", "tagged"));
  EXPECT_THAT(texts(kTrainer, {.tag = "walk"}), ElementsAre("tagged"));
  EXPECT_THAT(texts(kTrainer, {.author_id = kOwner}), ElementsAre("owner's"));
  EXPECT_THAT(texts(kTrainer, {.types = {"note"}, .to = "2026-11-02T10:00:00.001Z"}), ElementsAre("tagged"));
  EXPECT_THAT(texts(kTrainer, {.types = {"note"}, .from = "2026-11-03T00:00:00.000Z"}),
              ElementsAre("owner's", "plain"));
}

TEST_F(RecordsTest, RefusesASessionOnATargetOfAnotherDog) {
  ASSERT_TRUE(put(1, target()).has_value());
  EXPECT_TRUE(put(2, session_on(id(1))).has_value());
  const std::string other = make_dog(kTrainer);
  auto stray = run_task(records_.put(other, id(3), actor(other, kTrainer), session_on(id(1)), {}));
  ASSERT_FALSE(stray.has_value());
  ASSERT_EQ(stray.error().fields.size(), 1U);
  EXPECT_EQ(stray.error().fields[0].field, "blocks[0].targetId");
  EXPECT_EQ(stray.error().fields[0].rule, "reference");
}

TEST_F(RecordsTest, ShowsACommentToNobodyWhoCouldNotReadWhatItIsAbout) {
  ASSERT_TRUE(put(1, note("for trainers", {"trainer"})).has_value());
  const object reply = comment_on(id(1));
  ASSERT_TRUE(put(2, reply).has_value());
  EXPECT_EQ(open(get(2)->body).at("audience"), (boost::json::array{"trainer"}));
  EXPECT_EQ(code_of(get(2, kOwner)), Code::kNotFound);
  EXPECT_EQ(put(2, reply)->kind, Written::Kind::kUnchanged);

  const auto blind = put(3, reply, kOwner);
  ASSERT_EQ(code_of(blind), Code::kInvalid);
  EXPECT_EQ(blind.error().fields.at(0).field, "about");
  EXPECT_EQ(blind.error().fields.at(0).rule, "reference");
}

TEST_F(RecordsTest, KeepsACommentWithinWhatItIsAbout) {
  ASSERT_TRUE(put(1, note("for trainers", {"trainer"})).has_value());
  ASSERT_TRUE(put(2, note("for both")).has_value());
  ASSERT_TRUE(put(3, comment_on(id(1))).has_value());
  ASSERT_TRUE(patch(3, {{"audience", {"owner", "trainer"}}, {"text", "Indeed."}}).has_value());
  EXPECT_EQ(open(get(3)->body).at("audience"), (boost::json::array{"trainer"}));
  EXPECT_EQ(open(get(3)->body).at("text").as_string(), "Indeed.");

  const auto moved = patch(3, {{"about", id(2)}});
  ASSERT_EQ(code_of(moved), Code::kInvalid);
  EXPECT_EQ(moved.error().fields.at(0).rule, "immutable");
}

TEST_F(RecordsTest, PutsACommentIntoTheSectionOfWhatItIsAbout) {
  ASSERT_TRUE(put(1, target()).has_value());
  ASSERT_TRUE(put(2, note("walked", {"trainer", "owner", "walker"})).has_value());
  // A walker writes notes, and only reads training.
  EXPECT_EQ(code_of(put(3, comment_on(id(1)), kWalker)), Code::kForbidden);
  EXPECT_TRUE(put(4, comment_on(id(2)), kWalker).has_value());
  ASSERT_TRUE(put(5, comment_on(id(1))).has_value());
  EXPECT_TRUE(get(5, kWalker).has_value());
  EXPECT_EQ(code_of(put(6, comment_on(id(99)))), Code::kInvalid);
}

TEST_F(RecordsTest, TakesOfflineWritesInOrderEachWithItsOwnResult) {
  auto with_id = [](int n, object body) {
    body["id"] = id(n);
    return body;
  };
  const std::string other = make_dog(kOwner, "owner");
  std::vector<OfflineWrite> writes{
      {.dog_id = dog_, .record = with_id(1, target()), .base_version = {}},
      {.dog_id = dog_, .record = with_id(2, session_on(id(1))), .base_version = {}},
      {.dog_id = dog_, .record = with_id(3, note("")), .base_version = {}},
      {.dog_id = other, .record = with_id(4, note("not mine")), .base_version = {}},
      {.dog_id = dog_, .record = with_id(5, note("one")), .base_version = {}},
      {.dog_id = dog_, .record = with_id(5, note("two")), .base_version = 1},
      {.dog_id = dog_, .record = with_id(5, note("blind")), .base_version = {}},
      {.dog_id = dog_, .record = {{"id", id(5)}, {"deleted", true}}, .base_version = 2},
  };
  const auto results = run_task(records_.write_offline({.id = kTrainer, .name = "Toni"}, writes));
  ASSERT_EQ(results.size(), writes.size());
  EXPECT_TRUE(results[0].written) << "the target that the session of the same request refers to";
  EXPECT_TRUE(results[1].written);
  EXPECT_EQ(results[2].error->code, Code::kInvalid);
  EXPECT_EQ(results[3].error->code, Code::kNotFound);
  EXPECT_TRUE(results[4].written);
  EXPECT_TRUE(results[5].written);
  EXPECT_EQ(results[6].error->code, Code::kPreconditionFailed) << "nobody overwrites what they have not seen";
  EXPECT_TRUE(results[7].written);
  EXPECT_EQ(code_of(get(5)), Code::kNotFound);
}

TEST_F(RecordsTest, ImportsAllOrNothing) {
  std::vector<Records::NewRecord> records;
  for (int i = 0; i < 250; ++i) {
    auto draft = read_draft(note(std::to_string(i)), dog_, id(i), clock());
    records.push_back({.id = id(i), .draft = *draft});
  }
  ASSERT_TRUE(put(7, note("there already")).has_value());
  auto imported = run_task(records_.import_all(dog_, actor(dog_, kTrainer), records));
  ASSERT_TRUE(imported.has_value());
  EXPECT_EQ(imported->created, 249U);
  EXPECT_EQ(imported->duplicates, 1U);
  EXPECT_EQ(open(get(7)->body).at("text").as_string(), "there already");
  auto again = run_task(records_.import_all(dog_, actor(dog_, kTrainer), records));
  EXPECT_EQ(again->created, 0U);
  EXPECT_EQ(again->duplicates, 250U);
}

}  // namespace
}  // namespace doggy::records
