#include "registry/records/sync.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <set>

#include "registry/log/reader.h"
#include "registry/records/records.h"
#include "registry/testing/torn_world.h"

namespace doggy::records {
namespace {

using boost::json::object;
using testing::kOwner;
using testing::kTrainer;
using testing::kWalker;

// What a device has: it applies what sync tells it, as the frontend does.
class Device {
 public:
  void apply(const Changes& changes) {
    for (const std::string& text : changes.items) {
      const object change = boost::json::parse(text).as_object();
      const std::string dog(change.at("dogId").as_string());
      if (const auto* record = change.if_contains("record")) {
        const std::string id(record->at("id").as_string());
        if (record->at("deleted").as_bool()) {
          tombstones.insert(id);
          dogs[dog].erase(id);
        } else {
          dogs[dog][id] = std::string(record->at("text").as_string());
        }
      } else if (change.contains("id")) {
        const std::string id(change.at("id").as_string());
        removals.insert(id);
        dogs[dog].erase(id);
      } else {
        dogs.erase(dog);
      }
    }
    cursor = changes.cursor;
  }

  std::map<std::string, std::map<std::string, std::string>> dogs;
  std::set<std::string> tombstones;
  std::set<std::string> removals;
  std::string cursor;
};

class SyncTest : public testing::World {
 protected:
  void SetUp() override {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
  }
  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }
  void put(int n, const std::string& text, boost::json::array audience = {"trainer", "owner"}) {
    const object body{{"type", "note"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"audience", audience}, {"text", text}};
    ASSERT_TRUE(run_task(records_.put(dog_, id(n), actor(dog_, kTrainer), body, {})).has_value());
  }
  void remove(int n) { ASSERT_TRUE(run_task(records_.remove(dog_, id(n), actor(dog_, kTrainer), {})).has_value()); }
  Changes changes(const std::string& who, const std::string& cursor, std::size_t limit = 500) {
    auto found = run_task(changes_since(store, circle, who, cursor, limit));
    EXPECT_TRUE(found.has_value());
    return *found;
  }
  void sync(Device& device, const std::string& who, std::size_t limit = 500) {
    for (;;) {
      const Changes found = changes(who, device.cursor, limit);
      device.apply(found);
      if (!found.more) return;
    }
  }

  std::string dog_;
  Records records_{store, log, circle, clock};
};

TEST_F(SyncTest, BringsEverythingOnceAndThenOnlyWhatIsNew) {
  put(1, "one");
  put(2, "two");
  Device device;
  sync(device, kOwner);
  EXPECT_EQ(device.dogs[dog_], (std::map<std::string, std::string>{{id(1), "one"}, {id(2), "two"}}));
  EXPECT_TRUE(changes(kOwner, device.cursor).items.empty());
  put(2, "two!");
  const Changes found = changes(kOwner, device.cursor);
  EXPECT_EQ(found.items.size(), 1U);
  device.apply(found);
  EXPECT_EQ(device.dogs[dog_][id(2)], "two!");
}

TEST_F(SyncTest, TellsOfADeletionOnlyThoseWhoHadTheRecord) {
  put(1, "gone before the first sync");
  remove(1);
  put(2, "gone after it");
  put(3, "never the owner's", {"trainer"});
  Device device;
  sync(device, kOwner);
  remove(2);
  remove(3);
  sync(device, kOwner);
  EXPECT_EQ(device.tombstones, (std::set<std::string>{id(2)}));
  EXPECT_TRUE(device.dogs[dog_].empty());
}

TEST_F(SyncTest, TakesBackARecordWhoseAudienceShrank) {
  put(1, "shared");
  put(2, "never shared", {"trainer"});
  Device device;
  sync(device, kOwner);
  put(1, "not any more", {"trainer"});
  put(1, "edited in private", {"trainer"});
  put(2, "edited in private too", {"trainer"});
  sync(device, kOwner);
  EXPECT_EQ(device.removals, (std::set<std::string>{id(1)})) << "and no trace of the other";
  EXPECT_TRUE(device.dogs[dog_].empty());
}

TEST_F(SyncTest, ForgetsARevokedDog) {
  put(1, "one");
  Device device;
  sync(device, kTrainer);
  EXPECT_EQ(device.dogs.size(), 1U);
  ASSERT_TRUE(run_task(circle.remove_member(dog_, actor(dog_, kOwner), kTrainer)).has_value());
  sync(device, kTrainer);
  EXPECT_TRUE(device.dogs.empty());
  EXPECT_TRUE(changes(kTrainer, device.cursor).items.empty());
}

TEST_F(SyncTest, FollowsAChangeOfWhatThePersonMaySee) {
  join(dog_, kOwner, kWalker, circle::Role::kWalker);
  put(1, "for walkers", {"walker"});
  put(2, "for carers", {"carer"});
  Device device;
  sync(device, kWalker);
  EXPECT_EQ(device.dogs[dog_].size(), 1U);
  EXPECT_TRUE(device.dogs[dog_].contains(id(1)));
  ASSERT_TRUE(
      run_task(circle.change_member(dog_, actor(dog_, kOwner), kWalker, {.role = circle::Role::kCarer})).has_value());
  sync(device, kWalker);
  EXPECT_EQ(device.dogs[dog_].size(), 1U);
  EXPECT_TRUE(device.dogs[dog_].contains(id(2)));
}

TEST_F(SyncTest, ComesInPartsThatAddUp) {
  for (int i = 0; i < 450; ++i) put(i, std::to_string(i));
  Device device;
  const Changes first = changes(kOwner, "", 100);
  EXPECT_TRUE(first.more);
  EXPECT_LT(first.items.size(), 250U);
  device.apply(first);
  sync(device, kOwner, 100);
  EXPECT_EQ(device.dogs[dog_].size(), 450U);
}

// However large the records, an answer is about as large as one of it may be.
TEST_F(SyncTest, EndsAPageByBytesAndLosesNothing) {
  constexpr std::size_t kLarge = 9'000;
  constexpr std::size_t kMost = 50'000;
  for (int i = 0; i < 40; ++i) put(i, std::string(i % 4 == 3 ? 10 : kLarge, 'x'));
  put(0, "short by now");
  Device device;
  std::size_t pages = 0;
  for (bool more = true; more; ++pages) {
    auto found = run_task(changes_since(store, circle, kOwner, device.cursor, 500, kMost));
    ASSERT_TRUE(found.has_value());
    std::size_t bytes = 0;
    for (const std::string& item : found->items) bytes += item.size();
    EXPECT_LT(bytes, kMost + kLarge + 1'000);
    EXPECT_FALSE(found->items.empty());
    device.apply(*found);
    more = found->more;
  }
  EXPECT_GE(pages, 5U);
  ASSERT_EQ(device.dogs[dog_].size(), 40U);
  EXPECT_EQ(device.dogs[dog_][id(0)], "short by now");
}

TEST_F(SyncTest, GoesOnWithOneRecordThatIsLargerThanAPage) {
  for (int i = 0; i < 3; ++i) put(i, std::string(9'000, 'x'));
  Device device;
  std::size_t pages = 0;
  for (bool more = true; more && pages < 10; ++pages) {
    auto found = run_task(changes_since(store, circle, kOwner, device.cursor, 500, 100));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->items.size(), 1U);
    device.apply(*found);
    more = found->more;
  }
  EXPECT_EQ(device.dogs[dog_].size(), 3U);
}

// Nobody else on the loop waits for the end of a long walk.
TEST_F(SyncTest, LetsOthersOfTheLoopGoFirst) {
  for (int i = 0; i < 250; ++i) put(i, "n");
  boost::asio::io_context loop(1);
  std::vector<std::string> ended;
  const auto note = [&ended](std::string name) {
    return [&ended, name](const std::exception_ptr&, const auto&) { ended.push_back(name); };
  };
  boost::asio::co_spawn(loop, changes_since(store, circle, kOwner, "", 500), note("sync"));
  boost::asio::co_spawn(loop, records_.get(dog_, id(1), *grant(dog_, kOwner)), note("record"));
  loop.run();
  EXPECT_EQ(ended, (std::vector<std::string>{"record", "sync"}));
}

TEST_F(SyncTest, RefusesAForeignCursor) {
  for (const std::string cursor : {"?", "bm90IGpzb24", "WzFd", "eyJhIjoxfQ", "eyJhIjpbMSwieCJdfQ"}) {
    auto found = run_task(changes_since(store, circle, kOwner, cursor, 10));
    ASSERT_FALSE(found.has_value()) << cursor;
    EXPECT_EQ(found.error().fields[0].field, "cursor");
  }
}

// A store that shows a transaction in part.
class TornSyncTest : public testing::TornWorld {
 protected:
  static std::string id(int n) { return fmt::format("0192f0c0-0000-7000-8000-{:012}", n); }
  void note(int n, const std::string& text) { put_note(dog_, id(n), text); }
  void sync() {
    const auto found = run_task(changes_since(torn, torn_circle, kTrainer, device_.cursor, 500));
    ASSERT_TRUE(found.has_value());
    EXPECT_FALSE(found->more) << "a device would ask again at once, and again";
    device_.apply(*found);
  }
  using Notes = std::map<std::string, std::string>;
  Notes& notes() { return device_.dogs[dog_]; }

  const std::string dog_ = make_dog(kTrainer);
  Device device_;
};

TEST_F(TornSyncTest, MissesNoEntryThatBecameVisibleLater) {
  note(1, "one");
  note(2, "two");
  // The next transaction has two entries.
  std::vector<OfflineWrite> writes;
  for (const int n : {3, 4})
    writes.push_back(
        {.dog_id = dog_,
         .record = {{"id", id(n)}, {"type", "note"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"text", "x"}}});
  const auto results = run_task(torn_records.write_offline({.id = kTrainer, .name = "Tina"}, std::move(writes)));
  ASSERT_TRUE(results[0].written && results[1].written);
  torn.tear([](const store::Key& key) { return key.sk == log::entry_sort_key(4); });
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one"}, {id(2), "two"}}));
  mend();
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one"}, {id(2), "two"}, {id(3), "x"}, {id(4), "x"}}));
}

TEST_F(TornSyncTest, MissesNoRecordThatBecameVisibleAfterItsEntry) {
  note(1, "one");
  note(2, "two");
  tear("REC#");
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one"}}));
  mend();
  note(1, "one!");
  tear("REC#");
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one"}, {id(2), "two"}})) << "the entry is there, the record is still the old one";
  mend();
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one!"}, {id(2), "two"}}));
}

TEST_F(TornSyncTest, WaitsForTheEntryOfARecord) {
  note(1, "one");
  sync();
  note(1, "one!");
  tear("LOG#");
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one"}}));
  const auto revisions = run_task(torn_records.revisions(dog_, id(1), *grant(dog_, kTrainer), 10, ""));
  ASSERT_FALSE(revisions.has_value());
  EXPECT_EQ(revisions.error().code, Code::kUnavailable);
  mend();
  sync();
  EXPECT_EQ(notes(), (Notes{{id(1), "one!"}}));
}

// Who waits for news is told of all of it.
TEST_F(TornSyncTest, TellsNewsOnceTheyAreVisible) {
  note(1, "one");
  std::uint64_t known = *run_task(log::visible_end(torn, dog_));
  for (const char* part : {"LOG#", "REC#"}) {
    note(2, part);
    tear(part);
    auto news = run_task(news_of(torn, dog_, *grant(dog_, kTrainer), known));
    ASSERT_TRUE(news.has_value());
    EXPECT_FALSE(news->concerns);
    mend();
    news = run_task(news_of(torn, dog_, *grant(dog_, kTrainer), news->seq));
    EXPECT_TRUE(news->concerns);
    known = news->seq;
  }
}

}  // namespace
}  // namespace doggy::records
