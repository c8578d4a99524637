// What the contract does not say: the file, its owner, and what happens when the machine fails.
#include "registry/store/sqlite/sqlite_store.h"

#include <sqlite3.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "platform/sqlite/database.h"
#include "registry/store/scan_contract.h"
#include "registry/store/sqlite/recorded_disk.h"
#include "registry/store/sqlite/test_disk.h"
#include "registry/store/sqlite/writer.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

struct StoreInFolder {
  TemporaryFolder folder;
  std::unique_ptr<SqliteStore> store = SqliteStore::open(folder.path).value();
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, ::testing::Values(StoreMaker([] {
                           auto both = std::make_shared<StoreInFolder>();
                           return std::shared_ptr<Store>(both, both->store.get());
                         })));

INSTANTIATE_TEST_SUITE_P(Sqlite, ScanContract, ::testing::Values(ScanMaker([] {
                           auto both = std::make_shared<StoreInFolder>();
                           return Scanned{.store = {both, both->store.get()}, .scan = {both, both->store.get()}};
                         })));

class SqliteStoreTest : public ::testing::Test {
 protected:
  static Result<void> put(Store& store, std::string sk, std::string body = "{}", std::int64_t expires_at = 0) {
    Item item{.key = {.pk = "P", .sk = std::move(sk)}, .version = 1, .body = std::move(body), .expires_at = expires_at};
    return run_task(store.commit(writes_of(Put{.item = std::move(item), .condition = Any{}})));
  }
  static std::size_t count(Store& store) { return run_task(store.query({.pk = "P", .limit = 1000})).value().size(); }

  [[nodiscard]] fs::path file() const { return folder_.path / "doggy.sqlite"; }
  [[nodiscard]] std::unique_ptr<SqliteStore> open(const SqliteOptions& options = {}) const {
    return SqliteStore::open(folder_.path, options).value();
  }
  [[nodiscard]] std::string why_not_opened() const {
    const auto opened = SqliteStore::open(folder_.path);
    EXPECT_FALSE(opened.has_value());
    return opened.has_value() ? "" : opened.error().detail;
  }
  void execute(const char* sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  TemporaryFolder folder_;
};

TEST_F(SqliteStoreTest, KeepsEverythingWhenReopened) {
  const Item item{.key = {.pk = "P", .sk = "a"},
                  .version = 3,
                  .body = "{}",
                  .label = "l",
                  .time = "t",
                  .kind = "k",
                  .expires_at = 4'102'444'800};
  ASSERT_TRUE(run_task(open()->commit(writes_of(Put{.item = item, .condition = Absent{}}))).has_value());
  EXPECT_EQ(run_task(open()->get(item.key)), item);
}

TEST_F(SqliteStoreTest, MakesTheFolder) {
  const auto opened = SqliteStore::open(folder_.path / "new" / "deeper");
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(fs::exists(folder_.path / "new" / "deeper" / "doggy.sqlite"));
}

TEST_F(SqliteStoreTest, IsOpenedOnceAtATime) {
  auto first = open();
  EXPECT_THAT(why_not_opened(), HasSubstr("Another process has the data folder " + folder_.path.string()));
  EXPECT_TRUE(put(*first, "a").has_value());
  first.reset();
  EXPECT_EQ(count(*open()), 1U);
}

TEST_F(SqliteStoreTest, RefusesWhatIsNoDatabase) {
  const std::string text(5000, 'x');
  std::ofstream(file()) << text;
  EXPECT_THAT(why_not_opened(), HasSubstr("not a database"));
  EXPECT_EQ(fs::file_size(file()), text.size());
}

TEST_F(SqliteStoreTest, RefusesTheDatabaseOfAnotherProgram) {
  execute("CREATE TABLE theirs(a); INSERT INTO theirs VALUES(1)");
  EXPECT_THAT(why_not_opened(), HasSubstr("not a database of Doggy App"));
  execute("INSERT INTO theirs VALUES(2)");
}

TEST_F(SqliteStoreTest, RefusesTheDatabaseOfANewerVersion) {
  open().reset();
  execute("PRAGMA user_version=1000");
  EXPECT_THAT(why_not_opened(), HasSubstr("newer version"));
}

TEST_F(SqliteStoreTest, RefusesAFolderThatIsAFile) {
  std::ofstream(folder_.path / "file") << "x";
  const auto opened = SqliteStore::open(folder_.path / "file");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, Code::kUnavailable);
}

// Whoever runs as root may write anywhere: the child gives that up.
TEST_F(SqliteStoreTest, SaysThatTheFolderIsReadOnly) {
  open().reset();
  fs::permissions(folder_.path, fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  const auto open_as_nobody = [this] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) std::_Exit(2);
    const auto opened = SqliteStore::open(folder_.path);
    if (!opened.has_value()) (void)std::fputs(opened.error().detail.c_str(), stderr);
    std::_Exit(opened.has_value() ? 1 : 0);
  };
  if (::geteuid() != 0) fs::permissions(folder_.path / "lock", fs::perms::owner_read);
  EXPECT_EXIT(open_as_nobody(), ::testing::ExitedWithCode(0), "Cannot write to .*: Permission denied");
}

TEST_F(SqliteStoreTest, AConflictLeavesTheOthersOfItsGroupAlone) {
  boost::asio::io_context loop(1);
  auto store = open();
  std::map<int, bool> done;
  const auto start = [&](int n, std::vector<Write> writes) {
    boost::asio::co_spawn(loop, store->commit(std::move(writes)),
                          [&done, n](std::exception_ptr, Result<void> result) { done[n] = result.has_value(); });
  };
  // The first is so large that the others wait for it, and are committed together.
  std::vector<Write> large;
  for (int i = 0; i < 5000; ++i)
    large.emplace_back(Put{.item = {.key = {.pk = "LARGE", .sk = std::to_string(i)}}, .condition = Absent{}});
  start(0, std::move(large));
  for (int n = 1; n <= 60; n += 3) {
    const Key key{.pk = "P", .sk = std::to_string(n)};
    const Key other{.pk = "P", .sk = std::to_string(n) + " other"};
    start(n, writes_of(Put{.item = {.key = key, .version = 1}, .condition = Absent{}}));
    start(n + 1, writes_of(Put{.item = {.key = other, .version = 1}, .condition = Absent{}},
                           Check{.key = key, .condition = VersionIs{7}}));
    start(n + 2, writes_of(Put{.item = {.key = key, .version = 2}, .condition = VersionIs{1}}));
  }
  loop.run();
  ASSERT_EQ(done.size(), 61U);
  for (const auto& [n, was_done] : done) EXPECT_EQ(was_done, n == 0 || n % 3 != 2) << n;
  const auto items = run_task(store->query({.pk = "P"})).value();
  EXPECT_EQ(items.size(), 20U);
  for (const Item& item : items) EXPECT_EQ(item.version, 2U) << item.key.sk;
}

TEST_F(SqliteStoreTest, SmallCommitsWaitForOneLargeCommitAtMost) {
  boost::asio::io_context loop(1);
  auto store = open();
  std::vector<std::string> order;
  const auto start = [&](const std::string& pk, int items) {
    std::vector<Write> writes;
    for (int i = 0; i < items; ++i)
      writes.emplace_back(Put{.item = {.key = {.pk = pk, .sk = std::to_string(i)}}, .condition = Absent{}});
    boost::asio::co_spawn(loop, store->commit(std::move(writes)), [&order, pk](std::exception_ptr, Result<void> done) {
      order.push_back(done ? pk : "refused");
    });
  };
  // The writer is busy with the first while the others come.
  start("large 1", 10'000);
  for (const char* pk : {"large 2", "large 3"}) start(pk, 50);
  for (const char* pk : {"small 1", "small 2"}) start(pk, 1);
  loop.run();
  EXPECT_THAT(order, ElementsAre("large 1", "small 1", "small 2", "large 2", "large 3"));
}

// The log is merged on another thread while commits go on.
TEST_F(SqliteStoreTest, KeepsTheLogShortWhileCommitsNeverPause) {
  constexpr int kPages = 50;
  constexpr std::uintmax_t kPageBytes = 8192;
  auto store = open({.checkpoint_pages = kPages});
  std::uintmax_t longest = 0;
  for (int i = 0; i < 300; ++i) {
    const Item item{.key = {.pk = "P", .sk = std::to_string(i)}, .body = std::string(100'000, 'b')};
    ASSERT_TRUE(run_task(store->commit(writes_of(Put{.item = item, .condition = Absent{}}))).has_value());
    longest = std::max(longest, fs::file_size(folder_.path / "doggy.sqlite-wal"));
  }
  EXPECT_LT(longest, 6 * kPages * kPageBytes) << "of 30 MB that were written";
  EXPECT_EQ(count(*store), 300U);
}

// They would have to be merged between two commits, and small ones would wait for that.
TEST_F(SqliteStoreTest, HoldsLargeCommitsWhileTheLogIsMerged) {
  RecordedDisk disk(folder_.path);
  auto store = open({.checkpoint_pages = 10});
  boost::asio::io_context loop(1);
  std::vector<std::string> order;
  const auto start = [&](const std::string& pk, int items) {
    std::vector<Write> writes;
    for (int i = 0; i < items; ++i)
      writes.emplace_back(Put{.item = {.key = {.pk = pk, .sk = std::to_string(i)}}, .condition = Any{}});
    boost::asio::co_spawn(loop, store->commit(std::move(writes)), [&, pk](std::exception_ptr, Result<void> result) {
      ASSERT_TRUE(result.has_value());
      order.push_back(pk);
    });
  };
  disk.pause_syncs("doggy.sqlite");
  ASSERT_TRUE(put(*store, "long", std::string(200'000, 'b')).has_value());
  disk.wait_for_paused_sync();
  start("large", 50);
  while (loop.poll() > 0) continue;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(put(*store, "small " + std::to_string(i)).has_value());
  loop.poll();
  EXPECT_THAT(order, IsEmpty()) << "small ones go on";
  disk.resume_syncs();
  loop.run();
  EXPECT_THAT(order, ElementsAre("large"));
}

// What a crash leaves behind is what the files hold while the store is open.
TEST_F(SqliteStoreTest, RecoversWhatWasAcknowledgedBeforeACrash) {
  auto store = open();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(put(*store, std::to_string(i)).has_value());
  const TemporaryFolder left;
  for (const char* name : {"doggy.sqlite", "doggy.sqlite-wal"}) fs::copy(folder_.path / name, left.path / name);
  ASSERT_GT(fs::file_size(left.path / "doggy.sqlite-wal"), 0U) << "the case is about a log that is not merged yet";

  const auto recovered = SqliteStore::open(left.path);
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(count(**recovered), 100U);
  EXPECT_TRUE(put(**recovered, "more").has_value());
}

TEST_F(SqliteStoreTest, DropsACommitThatACrashCutInTwo) {
  auto store = open();
  for (const char* sk : {"a", "b", "c"}) ASSERT_TRUE(put(*store, sk).has_value());
  const TemporaryFolder left;
  for (const char* name : {"doggy.sqlite", "doggy.sqlite-wal"}) fs::copy(folder_.path / name, left.path / name);
  const fs::path log = left.path / "doggy.sqlite-wal";
  fs::resize_file(log, fs::file_size(log) - 100);

  const auto recovered = SqliteStore::open(left.path);
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(count(**recovered), 2U);
}

TEST_F(SqliteStoreTest, OutlivesAFullDisk) {
  auto store = open();
  ASSERT_TRUE(put(*store, "before").has_value());
  {
    const FileSizeLimit full(fs::file_size(folder_.path / "doggy.sqlite-wal") + 100'000);
    std::vector<Write> writes;
    for (int i = 0; i < 20; ++i)
      writes.emplace_back(
          Put{.item = {.key = {.pk = "P", .sk = "large" + std::to_string(i)}, .body = std::string(300'000, 'b')},
              .condition = Absent{}});
    const auto failed = run_task(store->commit(std::move(writes)));
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, Code::kUnavailable);
    EXPECT_TRUE(failed.error().retry_after.has_value());
    EXPECT_EQ(count(*store), 1U) << "reads go on, and nothing of it was written";
    EXPECT_TRUE(put(*store, "small").has_value()) << "what still fits is still written";
  }
  EXPECT_TRUE(put(*store, "after").has_value());
  store.reset();
  EXPECT_EQ(count(*open()), 3U);
}

TEST_F(SqliteStoreTest, ACommitThatDoesNotFitLeavesTheOthersOfItsGroupAlone) {
  boost::asio::io_context loop(1);
  auto store = open();
  ASSERT_TRUE(put(*store, "before").has_value());
  std::map<std::string, Code> refused;
  std::size_t done = 0;
  const auto start = [&](const std::string& pk, int items, std::size_t bytes) {
    std::vector<Write> writes;
    for (int i = 0; i < items; ++i)
      writes.emplace_back(Put{.item = {.key = {.pk = pk, .sk = std::to_string(i)}, .body = std::string(bytes, 'b')},
                              .condition = Absent{}});
    boost::asio::co_spawn(loop, store->commit(std::move(writes)), [&, pk](std::exception_ptr, Result<void> result) {
      if (result) ++done;
      if (!result) refused[pk] = result.error().code;
    });
  };
  {
    const FileSizeLimit full(fs::file_size(folder_.path / "doggy.sqlite-wal") + 3'000'000);
    // The first keeps the writer busy, so that the others are one group.
    start("FIRST", 2000, 10);
    start("SMALL1", 1, 100);
    start("LARGE", 20, 300'000);
    start("SMALL2", 1, 100);
    loop.run();
  }
  EXPECT_EQ(done, 3U);
  EXPECT_EQ(refused, (std::map<std::string, Code>{{"LARGE", Code::kUnavailable}}));
  EXPECT_TRUE(run_task(store->query({.pk = "LARGE"}))->empty());
  EXPECT_EQ(run_task(store->query({.pk = "SMALL2"}))->size(), 1U);
}

TEST_F(SqliteStoreTest, FinishesWaitingCommitsWhenItIsClosed) {
  boost::asio::io_context loop(1);
  auto store = open();
  int done = 0;
  for (int i = 0; i < 50; ++i) {
    Item item{.key = {.pk = "P", .sk = std::to_string(i)}, .version = 1};
    boost::asio::co_spawn(loop, store->commit(writes_of(Put{.item = std::move(item), .condition = Absent{}})),
                          [&](std::exception_ptr, Result<void> result) { done += result.has_value() ? 1 : 0; });
  }
  loop.poll();
  store.reset();
  loop.run();
  EXPECT_EQ(done, 50);
  EXPECT_EQ(count(*open()), 50U);
}

TEST_F(SqliteStoreTest, RemovesWhatHasExpired) {
  {
    auto store = open();
    std::vector<Write> old;  // More than are removed at once.
    for (int i = 0; i < 500; ++i)
      old.emplace_back(
          Put{.item = {.key = {.pk = "P", .sk = "old" + std::to_string(i)}, .expires_at = 1000}, .condition = Any{}});
    ASSERT_TRUE(run_task(store->commit(std::move(old))).has_value());
    ASSERT_TRUE(put(*store, "lasting").has_value());
    ASSERT_TRUE(put(*store, "later", "{}", 4'102'444'800).has_value());
  }
  auto store = open();
  // Some are removed after each group of commits, while there are more.
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(put(*store, "lasting").has_value());
  EXPECT_EQ(count(*store), 2U);
  EXPECT_TRUE(run_task(store->get({.pk = "P", .sk = "lasting"}))->has_value());
  EXPECT_TRUE(run_task(store->get({.pk = "P", .sk = "later"}))->has_value());
}

TEST_F(SqliteStoreTest, RemovesNothingBeforeItsTimeWhateverTheMachineSays) {
  constexpr std::int64_t kExpires = 1000;
  ASSERT_TRUE(put(*open({.now = [] { return kExpires - 1; }}), "soon", "{}", kExpires).has_value());
  {
    auto store = open({.now = [] { return kExpires; }});
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(put(*store, "lasting").has_value());
    EXPECT_EQ(count(*store), 2U);
  }
  auto store = open({.now = [] { return kExpires + 1; }});
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(put(*store, "lasting").has_value());
  EXPECT_EQ(count(*store), 1U);
}

}  // namespace
}  // namespace doggy::store
