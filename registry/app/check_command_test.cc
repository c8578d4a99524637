#include "registry/app/check_command.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "platform/async/run_task.h"
#include "registry/store/compare_and_swap.h"
#include "registry/store/sqlite/sqlite_store.h"
#include "registry/store/sqlite/test_disk.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class CheckCommand : public ::testing::Test {
 protected:
  void fill(int items) {
    auto store = store::SqliteStore::open(data_).value();
    for (int i = 0; i < items; ++i)
      ASSERT_TRUE(run_task(store::commit(
          *store,
          store::Put{.item = {.key = {.pk = "THROTTLE#test", .sk = std::to_string(i)}, .body = std::string(5000, 'b')},
                     .condition = store::Any{}})));
    left_by_a_crash_ = folder_.path / "crashed";
    fs::create_directories(left_by_a_crash_);
    for (const char* name : {"doggy.sqlite", "doggy.sqlite-wal", "doggy.sqlite-open"})
      fs::copy_file(data_ / name, left_by_a_crash_ / name);
  }
  Result<int> check(const fs::path& data, bool accept_missing_wal = false) {
    out_.str("");
    return run_check({.data = data.string(),
                      .store = {},
                      .s3_bucket = {},
                      .s3_endpoint = {},
                      .media_folder = {},
                      .search_folder = {},
                      .accept_missing_wal = accept_missing_wal},
                     out_);
  }

  store::TemporaryFolder folder_;
  const fs::path data_ = folder_.path / "data";
  fs::path left_by_a_crash_;
  std::ostringstream out_;
};

TEST_F(CheckCommand, FindsNothingWrongWithWhatACrashLeft) {
  fill(20);
  EXPECT_EQ(check(data_), 0) << out_.str();
  EXPECT_EQ(check(left_by_a_crash_), 0) << out_.str();
}

TEST_F(CheckCommand, RefusesADatabaseWhoseLogWasLostUntilThatIsAccepted) {
  fill(20);
  fs::remove(left_by_a_crash_ / "doggy.sqlite-wal");
  for (int i = 0; i < 2; ++i) {
    const auto refused = check(left_by_a_crash_);
    ASSERT_FALSE(refused.has_value()) << "looking at it does not make it good";
    EXPECT_THAT(refused.error().detail, HasSubstr("doggy.sqlite-wal is missing"));
    EXPECT_THAT(refused.error().detail, HasSubstr("--accept-missing-wal"));
  }
  EXPECT_EQ(check(left_by_a_crash_, true), 0) << out_.str();
  EXPECT_EQ(check(left_by_a_crash_), 0) << out_.str();
}

TEST_F(CheckCommand, FindsPagesThatAreDamaged) {
  fill(50);
  const fs::path file = data_ / "doggy.sqlite";
  {
    constexpr std::streamoff kPage = 8192;
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(fs::file_size(file)) - 3 * kPage);
    stream << std::string(kPage, 'x');
  }
  const auto checked = check(data_);
  EXPECT_THAT(out_.str(), HasSubstr("database: "));
  if (checked)
    EXPECT_EQ(*checked, 1);
  else
    EXPECT_THAT(checked.error().detail, HasSubstr("damaged"));
}

}  // namespace
}  // namespace doggy::app
