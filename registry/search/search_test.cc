#include "registry/search/search.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

#include "registry/erasure/forget_in_dog.h"
#include "registry/records/record.h"
#include "registry/search/check.h"
#include "registry/search/sqlite/dog_index.h"
#include "registry/testing/torn_world.h"

namespace doggy::search {
namespace {

using boost::json::array;
using boost::json::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kOwner;
using testing::kStranger;
using testing::kTrainer;
using testing::kWalker;
using ::testing::UnorderedElementsAre;

std::string id(int n) {
  return fmt::format("0192f0c0-0000-7000-8000-{:012}", n);
}

class SearchTest : public testing::World {
 protected:
  SearchTest() { begin(); }
  ~SearchTest() override {
    workers_.join();
    std::filesystem::remove_all(folder_);
  }
  SearchTest(const SearchTest&) = delete;
  SearchTest& operator=(const SearchTest&) = delete;

  void begin() {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
  }
  // What a restart leaves: the files.
  void restart() { search_ = make(); }
  std::unique_ptr<Search> make() { return std::make_unique<Search>(store, circle, records_, workers_, folder_); }

  void put(int n, object body, const std::string& by = kTrainer) {
    std::ignore = run_task(records_.put(dog_, id(n), actor(dog_, by), std::move(body), {}));
  }
  static object note(const std::string& text, const array& audience = {"owner", "trainer"}) {
    return {{"type", "note"}, {"occurredAt", "2026-02-01T10:00:00Z"}, {"audience", audience}, {"text", text}};
  }
  void remove(int n) { std::ignore = run_task(records_.remove(dog_, id(n), actor(dog_, kTrainer), {})); }

  Page find(const std::string& who, Request request) {
    auto page = run_task(search_->find(who, std::move(request)));
    EXPECT_TRUE(page.has_value());
    return page.value_or(Page{});
  }
  static std::vector<int> ids_of(const Page& page) {
    std::vector<int> found;
    for (const Hit& hit : page.hits)
      found.push_back(std::stoi(records::open_record(hit.record)->common.id.text().substr(24)));
    return found;
  }
  std::vector<int> ids(const std::string& who, const std::string& text) {
    return ids_of(find(who, {.text = text, .limit = 50}));
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-search-" + Uuid::v7().text());
  boost::asio::thread_pool workers_{2};
  std::string dog_;
  records::Records records_{store, log, circle, clock};
  std::unique_ptr<Search> search_ = make();
};

TEST_F(SearchTest, FollowsTheLog) {
  EXPECT_THAT(ids(kTrainer, "recall"), IsEmpty());
  put(1, note("Recall at the lake"));
  EXPECT_THAT(ids(kTrainer, "recall"), ElementsAre(1));
  put(1, note("Sit at the lake"));
  EXPECT_THAT(ids(kTrainer, "recall"), IsEmpty());
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
  remove(1);
  EXPECT_THAT(ids(kTrainer, "lake"), IsEmpty());
  std::ignore = run_task(records_.patch(dog_, id(1), actor(dog_, kTrainer), {{"deleted", false}}, {}));
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
}

TEST_F(SearchTest, ShowsEachWhatTheyMaySeeNow) {
  put(1, note("lake for both"));
  put(2, note("lake for trainers", {"trainer"}));
  put(3, note("lake of the owner", array{}), kOwner);
  EXPECT_THAT(ids(kTrainer, "lake"), UnorderedElementsAre(1, 2));
  EXPECT_THAT(ids(kOwner, "lake"), UnorderedElementsAre(1, 3));
  EXPECT_THAT(ids(kWalker, "lake"), IsEmpty());
  EXPECT_THAT(ids(kStranger, "lake"), IsEmpty());
  put(1, note("lake for both", {"trainer"}));
  EXPECT_THAT(ids(kOwner, "lake"), ElementsAre(3));
  // Narrowed, and gone.
  join(dog_, kTrainer, kWalker, circle::Role::kWalker);
  put(4, note("lake for walkers", {"walker"}));
  EXPECT_THAT(ids(kWalker, "lake"), ElementsAre(4));
  const circle::MemberChange narrower{.sections = circle::SectionChanges{.notes = circle::Level::kNone}};
  ASSERT_TRUE(run_task(circle.change_member(dog_, actor(dog_, kOwner), kWalker, narrower)));
  EXPECT_THAT(ids(kWalker, "lake"), IsEmpty());
  ASSERT_TRUE(run_task(circle.remove_member(dog_, actor(dog_, kOwner), kWalker)));
  EXPECT_THAT(ids(kWalker, "lake"), IsEmpty());
}

// A comment keeps its audience when its note is narrowed or goes; who may no longer see the note does not find it.
TEST_F(SearchTest, WhatFollowsAHiddenRecordIsHiddenToo) {
  const object comment{{"type", "comment"},
                       {"occurredAt", "2026-02-01T11:00:00Z"},
                       {"audience", array{"owner", "trainer"}},
                       {"about", id(1)},
                       {"text", "splendid"}};
  put(1, note("lake"));
  put(2, comment);
  EXPECT_THAT(ids(kOwner, "splendid"), ElementsAre(2));
  put(1, note("lake", {"trainer"}));
  EXPECT_THAT(ids(kOwner, "splendid"), IsEmpty());
  EXPECT_THAT(ids(kTrainer, "splendid"), ElementsAre(2));
  remove(1);
  EXPECT_THAT(ids(kTrainer, "splendid"), IsEmpty());
}

// Comments that may not be shown are among those that are looked at, and tell nothing of themselves by a short page.
TEST_F(SearchTest, PagesAreFullWhateverIsHiddenAmongThem) {
  put(1, note("about"));
  put(2, note("about"));
  for (int n = 10; n < 40; ++n)
    put(n, {{"type", "comment"},
            {"occurredAt", fmt::format("2026-02-01T11:{}:00Z", n)},
            {"audience", array{"owner", "trainer"}},
            {"about", id(n % 3 == 0 ? 2 : 1)},
            {"text", "splendid"}});
  EXPECT_EQ(ids(kOwner, "splendid").size(), 30U);
  put(1, note("about", {"trainer"}));
  std::vector<int> paged;
  std::string cursor;
  std::size_t pages = 0;
  do {
    const Page page = find(kOwner, {.text = "splendid", .limit = 5, .cursor = cursor});
    EXPECT_EQ(page.hits.size(), 5U);
    for (const int n : ids_of(page)) paged.push_back(n);
    cursor = page.next;
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(pages, 2U);
  EXPECT_THAT(paged, ElementsAre(39, 36, 33, 30, 27, 24, 21, 18, 15, 12));
}

TEST_F(SearchTest, LooksAtAllDogsOrAtSome) {
  put(1, note("lake"));
  const std::string first = dog_;
  for (int n = 2; n < 20; ++n) {
    dog_ = make_dog(kTrainer);
    put(n, note("lake"));
  }
  EXPECT_EQ(ids(kTrainer, "lake").size(), 19U);
  EXPECT_THAT(ids_of(find(kTrainer, {.text = "lake", .dog_ids = {first, dog_, dog_}})), ElementsAre(19, 1));
  EXPECT_THAT(ids_of(find(kOwner, {.text = "lake", .dog_ids = {first, dog_}})), ElementsAre(1));
  EXPECT_THAT(ids_of(find(kOwner, {.text = "lake", .dog_ids = {dog_, id(77)}})), IsEmpty());
  const Page page = find(kOwner, {.text = "lake"});
  ASSERT_EQ(page.seen.size(), 1U);
  EXPECT_EQ(page.seen.begin()->first, first);
}

TEST_F(SearchTest, SaysWhatIsWrong) {
  const auto field = [&](Request request) {
    auto page = run_task(search_->find(kTrainer, std::move(request)));
    return page ? std::string() : page.error().fields.at(0).field;
  };
  EXPECT_EQ(field({.text = ""}), "q");
  for (const char* cursor : {"x", "AAAA", "MHx4fHl8eg"}) EXPECT_EQ(field({.text = "a", .cursor = cursor}), "cursor");
}

TEST_F(SearchTest, IsMadeAnewWhenItsFilesAreGone) {
  put(1, note("lake"));
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
  search_.reset();
  std::filesystem::remove_all(folder_);
  restart();
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
  ASSERT_TRUE(run_task(search_->forget(dog_)));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
}

TEST_F(SearchTest, ForgetsDogsThatAnotherServerHasErased) {
  put(1, note("lake"));
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
  EXPECT_EQ(run_task(search_->forget_gone()), 0U);
  EXPECT_THAT(indexed_dogs(folder_), ElementsAre(dog_));
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{.key = log::head_key(dog_), .condition = store::Any{}});
  ASSERT_TRUE(run_task(store.commit(std::move(writes))));
  EXPECT_EQ(run_task(search_->forget_gone()), 1U);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(SearchTest, ForgetsANameThatWasErased) {
  put(1, {{"type", "appointment"},
          {"occurredAt", "2026-02-01T10:00:00Z"},
          {"title", "Class"},
          {"kind", "class"},
          {"attendees", array{object{{"accountId", kWalker}, {"name", "Walburga"}}}}});
  EXPECT_THAT(ids(kTrainer, "walburga"), ElementsAre(1));
  ASSERT_TRUE(
      run_task(erasure::forget_in_dog(store, log, dog_, {.account_id = kWalker, .email = "w@example.org"}, clock())));
  EXPECT_THAT(ids(kTrainer, "walburga"), IsEmpty());
  EXPECT_THAT(ids(kTrainer, "class"), ElementsAre(1));
}

TEST_F(SearchTest, TheCheckFindsWhatIsNotAsTheRecordsSay) {
  put(1, note("lake"));
  put(2, note("sea"));
  const auto check = [&] { return run_task(check_index(store, folder_, dog_)).value(); };
  EXPECT_THAT(check(), IsEmpty());  // There is none.
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
  EXPECT_THAT(check(), IsEmpty());
  put(1, note("later"));
  EXPECT_THAT(check(), IsEmpty());  // It has not come to that.
  search_.reset();
  {
    sqlite::DogIndex index(folder_ / (dog_ + ".sqlite"), dog_);
    const auto known = index.known();
    index.clear();
    index.apply({{.record_id = id(2), .label = known.at(1).label, .occurred_at = "2026", .texts = {}},
                 {.record_id = id(7), .label = known.at(0).label, .occurred_at = "2026", .texts = {}}},
                index.standing(), *run_task(log.last_seq(dog_)));
  }
  EXPECT_THAT(check(), ElementsAre(HasSubstr(id(1)), HasSubstr(id(7))));
  ASSERT_TRUE(run_task(rebuild_index(store, workers_, folder_, dog_)));
  EXPECT_THAT(check(), IsEmpty());
  restart();
  EXPECT_THAT(ids(kTrainer, "sea"), ElementsAre(2));
}

TEST_F(SearchTest, AnswersUnavailableWhileTheDiskRefuses) {
  put(1, note("lake"));
  std::ofstream(folder_) << "a file where the folder should be";
  const auto refused = run_task(search_->find(kTrainer, {.text = "lake"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kUnavailable);
  EXPECT_TRUE(refused.error().retry_after.has_value());
  std::filesystem::remove(folder_);
  EXPECT_THAT(ids(kTrainer, "lake"), ElementsAre(1));
}

/// Something that somebody does with one of a few records.
struct Step {
  enum class Kind { kWrite, kDelete, kRestore, kRead, kRestart, kLose };
  Kind kind;
  int record;
  std::vector<int> words;
  bool hidden;
};

rc::Gen<Step> any_step() {
  using rc::gen::inRange;
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind,
                   rc::gen::map(inRange(0, 11), [](int n) { return n < 6 ? Step::Kind::kWrite : Step::Kind{n - 5}; })),
      rc::gen::set(&Step::record, inRange(1, 7)),
      rc::gen::set(&Step::words, rc::gen::container<std::vector<int>>(inRange(0, 4))),
      rc::gen::set(&Step::hidden, rc::gen::arbitrary<bool>()));
}

// Random histories with edits, deletions, restorations, restarts, lost files and changes of audience.
TEST_F(SearchTest, FindsWhatReadingAllWouldFind) {
  const std::array<std::string, 4> words{"lake", "recall", "line", "rain"};
  const auto directly = [&](const std::string& who, const std::string& word) {
    std::set<int> found;
    const auto page = *run_task(records_.timeline(dog_, *grant(dog_, who), {}, 200, ""));
    for (const std::string& item : page.items) {
      const auto opened = *records::open_record(item);
      const std::string text(opened.fields.at("text").as_string());
      if (text.find(word) != std::string::npos) found.insert(std::stoi(opened.common.id.text().substr(24)));
    }
    return found;
  };
  const auto compare = [&] {
    for (const std::string& word : words)
      for (const std::string& who : {kTrainer, kOwner}) {
        const auto found = ids_of(find(who, {.text = word, .dog_ids = {dog_}, .limit = 50}));
        RC_ASSERT(std::set<int>(found.begin(), found.end()) == directly(who, word));
      }
  };
  const bool holds = rc::check("the search equals reading all", [&] {
    begin();
    for (const Step& step : *rc::gen::container<std::vector<Step>>(any_step())) {
      switch (step.kind) {
        case Step::Kind::kWrite: {
          std::string text = "x";
          for (const int word : step.words) text += " " + words.at(static_cast<std::size_t>(word));
          put(step.record, note(text, step.hidden ? array{"trainer"} : array{"owner", "trainer"}));
          break;
        }
        case Step::Kind::kDelete:
          remove(step.record);
          break;
        case Step::Kind::kRestore:
          std::ignore =
              run_task(records_.patch(dog_, id(step.record), actor(dog_, kTrainer), {{"deleted", false}}, {}));
          break;
        case Step::Kind::kRead:
          compare();
          break;
        case Step::Kind::kRestart:
          restart();
          break;
        case Step::Kind::kLose:
          search_.reset();
          std::filesystem::remove_all(folder_);
          restart();
          break;
      }
    }
    compare();
  });
  EXPECT_TRUE(holds);
}

class TornSearchTest : public testing::TornWorld {
 protected:
  ~TornSearchTest() override {
    workers_.join();
    std::filesystem::remove_all(folder_);
  }
  std::size_t count(const std::string& words) {
    const auto page = run_task(search_.find(kTrainer, {.text = words, .limit = 50}));
    EXPECT_TRUE(page.has_value());
    return page.value_or(Page{}).hits.size();
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-search-" + Uuid::v7().text());
  boost::asio::thread_pool workers_{2};
  const std::string dog_ = make_dog(kTrainer);
  Search search_{torn, torn_circle, torn_records, workers_, folder_};
};

// Whatever part of a write is visible first.
TEST_F(TornSearchTest, FindsInTheEndWhatItSawInPart) {
  for (const std::string part : {"LOG#", "REC#", "HEAD"}) {
    put_note(dog_, id(1), "lake " + part);
    put_note(dog_, id(2), "river " + part);
    tear(part);
    EXPECT_EQ(count("lake"), 1U);
    EXPECT_EQ(count("\"river " + part + "\""), 0U) << part;
    mend();
    EXPECT_EQ(count("\"river " + part + "\""), 1U) << part;
    put_note(dog_, id(1), "hill " + part);
    tear(part);
    static_cast<void>(count("hill"));
    mend();
    EXPECT_EQ(count("hill"), 1U) << part;
    EXPECT_EQ(count("lake"), 0U) << part;
  }
}

}  // namespace
}  // namespace doggy::search
