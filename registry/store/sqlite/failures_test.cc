// What the store says when its disk fails or its files are not as it left them.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>

#include "platform/async/run_task.h"
#include "registry/store/sqlite/snapshot.h"
#include "registry/store/sqlite/sqlite_store.h"
#include "registry/store/sqlite/test_disk.h"

namespace doggy::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace fs = std::filesystem;
using std::chrono_literals::operator""s;

class SqliteFailures : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<SqliteStore> open() {
    return SqliteStore::open(folder_.path, {.metrics = metrics_, .clock = [this] { return now_; }}).value();
  }
  static Result<void> put(Store& store, std::string sk, std::string body = "{}") {
    std::vector<Write> writes;
    writes.emplace_back(Put{.item = {.key = {.pk = "P", .sk = std::move(sk)}, .version = 1, .body = std::move(body)},
                            .condition = Any{}});
    return run_task(store.commit(std::move(writes)));
  }
  static std::size_t count(Store& store) { return run_task(store.query({.pk = "P", .limit = 1000})).value().size(); }
  static std::string why(const Result<void>& result) { return result ? "" : result.error().detail; }
  [[nodiscard]] static std::string why_not_opened(const fs::path& folder) {
    const auto opened = SqliteStore::open(folder);
    EXPECT_FALSE(opened.has_value());
    return opened ? "" : opened.error().detail;
  }
  // What a crash would leave.
  void crash_into(const fs::path& to) const {
    for (const char* name : {"doggy.sqlite", "doggy.sqlite-wal", "doggy.sqlite-open"})
      fs::copy_file(folder_.path / name, to / name);
  }
  // Overwrites all pages but the first, which opening the file reads.
  static void damage(const fs::path& file) {
    constexpr std::uintmax_t kPage = 8192;
    const std::string garbage(fs::file_size(file) - kPage, '\x5a');
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(kPage);
    stream << garbage;
  }

  TemporaryFolder folder_;
  std::chrono::steady_clock::time_point now_;
  const std::shared_ptr<observe::Metrics> metrics_ = std::make_shared<observe::Metrics>();
};

TEST_F(SqliteFailures, IsNotReadyWhileCommitsFail) {
  auto store = open();
  ASSERT_TRUE(put(*store, "before").has_value());
  EXPECT_EQ(why(run_task(store->ping())), "");
  {
    const FileSizeLimit full(fs::file_size(folder_.path / "doggy.sqlite-wal"));
    EXPECT_FALSE(put(*store, "too much").has_value());
    EXPECT_EQ(count(*store), 1U) << "reads go on";
    EXPECT_THAT(why(run_task(store->ping())), HasSubstr("disk is full"));
    EXPECT_THAT(metrics_->text(), HasSubstr("doggy_store_writable 0"));
  }
  EXPECT_THAT(why(run_task(store->ping())), HasSubstr("disk is full")) << "not tried again within the same second";
  now_ += 1s;
  EXPECT_EQ(why(run_task(store->ping())), "") << "nobody but the probe wrote";
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_store_writable 1"));
  EXPECT_THAT(metrics_->text(), Not(HasSubstr("doggy_store_commit_failures_total 0")));
}

TEST_F(SqliteFailures, FindsAFullDiskThoughNobodyWrites) {
  auto store = open();
  ASSERT_TRUE(put(*store, "before").has_value());
  const FileSizeLimit full(fs::file_size(folder_.path / "doggy.sqlite-wal"));
  now_ += 60s;
  EXPECT_THAT(why(run_task(store->ping())), HasSubstr("disk is full"));
}

TEST_F(SqliteFailures, AProbeChangesNothing) {
  auto store = open();
  ASSERT_TRUE(put(*store, "one").has_value());
  const auto before = run_task(store->scan("", 100)).value().items;
  now_ += 60s;
  EXPECT_EQ(why(run_task(store->ping())), "");
  EXPECT_EQ(run_task(store->scan("", 100)).value().items, before);
}

TEST_F(SqliteFailures, RefusesToStartWithoutTheLogOfAnUncleanStop) {
  const TemporaryFolder left;
  {
    auto store = open();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(put(*store, std::to_string(i)).has_value());
    crash_into(left.path);
  }
  fs::remove(left.path / "doggy.sqlite-wal");
  const std::string refused = why_not_opened(left.path);
  EXPECT_THAT(refused, HasSubstr((left.path / "doggy.sqlite-wal").string() + " is missing"));
  EXPECT_THAT(refused, HasSubstr("restore a backup"));
  EXPECT_THAT(refused, HasSubstr("check --data " + left.path.string() + " --accept-missing-wal"));
  EXPECT_FALSE(check_pages(left.path).has_value());
  EXPECT_FALSE(take_snapshot(left.path, left.path / "copy", [](std::uint64_t, std::uint64_t) {}).has_value())
      << "a backup of it would be one without the last records";

  ASSERT_TRUE(SqliteStore::accept_missing_log(left.path).has_value());
  auto store = SqliteStore::open(left.path).value();
  EXPECT_LT(count(*store), 50U);
  EXPECT_TRUE(put(*store, "more").has_value());
}

TEST_F(SqliteFailures, ACleanStopNeedsNoLog) {
  {
    auto store = open();
    ASSERT_TRUE(put(*store, "one").has_value());
  }
  EXPECT_FALSE(fs::exists(folder_.path / "doggy.sqlite-open"));
  EXPECT_FALSE(fs::exists(folder_.path / "doggy.sqlite-wal"));
  EXPECT_EQ(count(*open()), 1U);
}

// Folders of versions that had no marker.
TEST_F(SqliteFailures, RecoversAFolderOfAnEarlierVersion) {
  const TemporaryFolder left;
  auto store = open();
  ASSERT_TRUE(put(*store, "one").has_value());
  crash_into(left.path);
  fs::remove(left.path / "doggy.sqlite-open");
  EXPECT_EQ(count(*SqliteStore::open(left.path).value()), 1U);
}

TEST_F(SqliteFailures, ABackupOfAFolderThatCrashedLeavesItsLog) {
  const TemporaryFolder left;
  auto store = open();
  ASSERT_TRUE(put(*store, "one").has_value());
  crash_into(left.path);
  const TemporaryFolder target;
  ASSERT_TRUE(take_snapshot(left.path, target.path / "doggy.sqlite", [](std::uint64_t, std::uint64_t) {}).has_value());
  EXPECT_EQ(count(*SqliteStore::open(target.path).value()), 1U);
  EXPECT_EQ(count(*SqliteStore::open(left.path).value()), 1U);
}

TEST_F(SqliteFailures, NamesTheDatabaseThatIsDamaged) {
  open().reset();
  const fs::path file = folder_.path / "doggy.sqlite";
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << std::string(200, 'x');
  EXPECT_THAT(why_not_opened(folder_.path), HasSubstr(file.string() + " is damaged: file is not a database"));
  EXPECT_THAT(why_not_opened(folder_.path), HasSubstr("Restore a backup"));
}

TEST_F(SqliteFailures, TakesNoWritesOnceDamageWasFound) {
  {
    auto store = open();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(put(*store, std::to_string(i), std::string(5000, 'b')).has_value());
  }
  EXPECT_THAT(check_pages(folder_.path).value(), IsEmpty());
  damage(folder_.path / "doggy.sqlite");
  EXPECT_THAT(check_pages(folder_.path).value(), Not(IsEmpty()));

  auto opened = SqliteStore::open(folder_.path, {.metrics = metrics_});
  if (!opened) {  // SQLite may find it as early as that.
    EXPECT_THAT(opened.error().detail, HasSubstr("is damaged"));
    return;
  }
  const auto read = run_task((*opened)->get({.pk = "P", .sk = "1"}));
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().detail, HasSubstr("database is damaged"));
  EXPECT_THAT(read.error().detail, Not(HasSubstr(folder_.path.string()))) << "clients see it";
  EXPECT_THAT(why(run_task((*opened)->ping())), HasSubstr("database is damaged"));
  EXPECT_THAT(why(put(**opened, "more")), HasSubstr("database is damaged"));
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_store_writable 0"));
}

}  // namespace
}  // namespace doggy::store
