#include "platform/sqlite/open_marker.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "platform/id/uuid.h"

namespace doggy::sql {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A database and its marker, as an owner holds them.
struct Owner {
  explicit Owner(const fs::path& file) : database(open(file)), marker(database) {}
  static Database open(const fs::path& file) {
    Database database = Database::open(file.string(), false);
    database.keep_log(true);
    database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS t(a)");
    return database;
  }
  void insert(int times = 1) {
    for (int i = 0; i < times; ++i) database.execute("INSERT INTO t VALUES(1)");
  }
  Database database;
  OpenMarker marker;
};

class OpenMarkerTest : public testing::Test {
 protected:
  OpenMarkerTest() { fs::create_directories(crashed_); }
  ~OpenMarkerTest() override { fs::remove_all(root_); }

  // What a crash would leave of the database that is in use.
  void crash() const {
    for (const char* suffix : {"", "-wal", "-open"})
      fs::copy_file(with(file_, suffix), with(left_, suffix), fs::copy_options::overwrite_existing);
  }
  static fs::path with(fs::path file, const char* suffix) { return file += suffix; }
  static std::string why_refused(const fs::path& file) {
    const auto checked = check_log(file, "The way out.");
    if (checked) return "";
    EXPECT_EQ(checked.error().code, Code::kUnavailable);
    return checked.error().detail;
  }
  static std::int64_t count(const fs::path& file) {
    Database database = Database::open(file.string(), false);
    return database.query_number("SELECT count(*) FROM t");
  }

  const fs::path root_ = fs::temp_directory_path() / ("marker-" + Uuid::v7().text());
  const fs::path crashed_ = root_ / "crashed";
  const fs::path file_ = root_ / "test.sqlite";
  const fs::path left_ = crashed_ / "test.sqlite";
};

TEST_F(OpenMarkerTest, IsThereWhileTheDatabaseIsInUse) {
  EXPECT_EQ(why_refused(file_), "") << "a first start";
  {
    Owner owner(file_);
    owner.insert();
    EXPECT_TRUE(fs::exists(with(file_, "-open")));
    EXPECT_EQ(why_refused(file_), "") << "somebody else may look at it meanwhile";
  }
  EXPECT_FALSE(fs::exists(with(file_, "-open")));
  EXPECT_FALSE(fs::exists(with(file_, "-wal")));
  EXPECT_EQ(why_refused(file_), "");
  EXPECT_EQ(count(file_), 1);
}

TEST_F(OpenMarkerTest, RecoversALogThatIsThere) {
  Owner owner(file_);
  owner.insert();
  crash();
  EXPECT_EQ(why_refused(left_), "");
  {
    Owner recovered(left_);
    recovered.insert();
  }
  EXPECT_FALSE(fs::exists(with(left_, "-open")));
  EXPECT_EQ(count(left_), 2);
}

// A start that fails, on a full disk for example, must not leave a marker without a log.
TEST_F(OpenMarkerTest, AnOwnerThatGoesNoFurtherLeavesTheLog) {
  Owner owner(file_);
  owner.insert();
  crash();
  {
    const Database given_up = Owner::open(left_);
  }
  EXPECT_EQ(why_refused(left_), "");
  EXPECT_TRUE(fs::exists(with(left_, "-wal")));
}

TEST_F(OpenMarkerTest, RefusesADatabaseWhoseLogWasLost) {
  Owner owner(file_);
  owner.insert();
  crash();
  const fs::path log = with(left_, "-wal");
  fs::resize_file(log, 20);
  EXPECT_THAT(why_refused(left_), HasSubstr(log.string() + " is missing or empty"));
  fs::remove(log);
  EXPECT_THAT(why_refused(left_), HasSubstr(log.string() + " is missing or empty"));
  EXPECT_THAT(why_refused(left_), HasSubstr("The way out."));
  std::ofstream(log) << std::string(1000, 'x');
  EXPECT_THAT(why_refused(left_), HasSubstr("missing or empty"));
}

TEST_F(OpenMarkerTest, RefusesTheLogOfAnother) {
  Owner owner(file_);
  owner.insert();
  crash();
  const fs::path other = root_ / "other.sqlite";
  Owner stranger(other);
  fs::copy_file(with(other, "-wal"), with(left_, "-wal"), fs::copy_options::overwrite_existing);
  EXPECT_THAT(why_refused(left_), HasSubstr("belongs to another database"));
}

TEST_F(OpenMarkerTest, KnowsALogThatWasBegunAnew) {
  Owner owner(file_);
  for (int i = 0; i < 5; ++i) {
    owner.insert(3);
    owner.database.execute("PRAGMA wal_checkpoint(RESTART)");
  }
  owner.insert();
  crash();
  EXPECT_EQ(why_refused(left_), "");
  EXPECT_EQ(count(left_), 16);
}

// A machine that goes down while the marker is written leaves one without text: there is a log by then.
TEST_F(OpenMarkerTest, AMarkerThatWasNotWrittenWholeStillDemandsALog) {
  Owner owner(file_);
  crash();
  fs::resize_file(with(left_, "-open"), 0);
  EXPECT_EQ(why_refused(left_), "");
  fs::remove(with(left_, "-wal"));
  EXPECT_THAT(why_refused(left_), HasSubstr("missing"));
}

TEST_F(OpenMarkerTest, GoesOnWithoutTheLogWhenToldTo) {
  Owner owner(file_);
  owner.insert();
  owner.database.execute("PRAGMA wal_checkpoint(RESTART)");
  owner.insert();
  crash();
  ASSERT_TRUE(give_up_log(left_).has_value());
  EXPECT_TRUE(fs::exists(with(left_, "-wal"))) << "nothing was lost, so nothing is given up";

  fs::remove(with(left_, "-wal"));
  ASSERT_TRUE(give_up_log(left_).has_value());
  EXPECT_EQ(why_refused(left_), "");
  EXPECT_EQ(count(left_), 1);

  crash();
  Owner stranger(root_ / "other.sqlite");
  fs::copy_file(root_ / "other.sqlite-wal", with(left_, "-wal"), fs::copy_options::overwrite_existing);
  ASSERT_TRUE(give_up_log(left_).has_value());
  EXPECT_EQ(why_refused(left_), "");
  EXPECT_TRUE(fs::exists(with(left_, "-wal-other"))) << "it may be what somebody needs elsewhere";
  EXPECT_EQ(count(left_), 1) << "and is not merged into this one";
}

// SQLite removes the log with the last connection. One that is not the owner's would leave a marker without a log.
TEST_F(OpenMarkerTest, StaysWithTheLogWhenSomebodyElseStillReads) {
  Database reader = [this] {
    Owner owner(file_);
    owner.insert();
    Database other = Database::open(file_.string(), false);
    other.keep_log(true);
    other.execute("BEGIN");
    EXPECT_EQ(other.query_number("SELECT count(*) FROM t"), 1);
    owner.insert();  // What the reader does not see cannot be merged.
    return other;
  }();
  EXPECT_TRUE(fs::exists(with(file_, "-open")));
  reader.execute("COMMIT");
  reader = Database::open((root_ / "elsewhere.sqlite").string(), false);
  EXPECT_TRUE(fs::exists(with(file_, "-wal")));
  EXPECT_EQ(why_refused(file_), "");
  EXPECT_EQ(count(file_), 2);
}

TEST_F(OpenMarkerTest, IsBesideTheFileThatALinkLeadsTo) {
  fs::create_symlink(left_, file_);
  {
    Owner owner(file_);
    owner.insert();
    EXPECT_TRUE(fs::exists(with(left_, "-open")));
    EXPECT_EQ(why_refused(file_), "");
    fs::copy_file(with(left_, "-open"), root_ / "marker");
  }
  fs::rename(root_ / "marker", with(left_, "-open"));
  EXPECT_THAT(why_refused(file_), HasSubstr("missing"));
}

TEST_F(OpenMarkerTest, HasTheModeOfTheDatabase) {
  Owner::open(file_);
  fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
  const Owner owner(file_);
  EXPECT_EQ(fs::status(with(file_, "-open")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace doggy::sql
