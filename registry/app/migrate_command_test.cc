#include "registry/app/migrate_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "registry/app/store_uri.h"
#include "registry/store/format.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(StoreUri, NamesAFolderOrATable) {
  using Kind = StoreUri::Kind;
  EXPECT_EQ(parse_store_uri("sqlite:/var/lib/doggy", "from"),
            (StoreUri{.kind = Kind::kSqlite, .place = "/var/lib/doggy"}));
  EXPECT_EQ(parse_store_uri("dynamodb:doggy", "from"), (StoreUri{.kind = Kind::kDynamodb, .place = "doggy"}));
  EXPECT_EQ(parse_store_uri("dynamodb:doggy@http://127.0.0.1:8000", "from"),
            (StoreUri{.kind = Kind::kDynamodb, .place = "doggy", .endpoint = "http://127.0.0.1:8000"}));
  for (const char* wrong : {"", "sqlite:", "doggy", "dynamodb:", "dynamodb:@http://x", "dynamodb:doggy@", "mysql:x"}) {
    const auto parsed = parse_store_uri(wrong, "from");
    ASSERT_FALSE(parsed.has_value()) << wrong;
    EXPECT_EQ(parsed.error().fields.at(0).field, "from");
  }
}

class MigrateTest : public ::testing::Test {
 protected:
  ~MigrateTest() override { fs::remove_all(root_); }

  void fill(int items) {
    const auto store = store::SqliteStore::open(root_ / "one").value();
    ASSERT_TRUE(run_task(store::check_format(*store)).has_value());
    for (int i = 0; i < items; ++i) {
      std::vector<store::Write> writes;
      writes.emplace_back(store::Put{{.key = {.pk = "DOG#1", .sk = "REC#" + std::to_string(i)},
                                      .version = 3,
                                      .body = R"({"text":"é"})",
                                      .label = "label",
                                      .time = "t" + std::to_string(i),
                                      .kind = "k" + std::to_string(i)},
                                     store::Absent{}});
      ASSERT_TRUE(run_task(store->commit(std::move(writes))).has_value());
    }
  }
  [[nodiscard]] std::vector<store::Item> items_in(const std::string& name) const {
    const auto store = store::SqliteStore::open(root_ / name).value();
    std::vector<store::Item> items;
    for (std::string position;;) {
      auto page = run_task(store->scan(position, 100)).value();
      items.insert(items.end(), page.items.begin(), page.items.end());
      if (page.next.empty()) return items;
      position = page.next;
    }
  }
  Result<void> migrate(const std::string& from, const std::string& to) {
    return run_migrate({.from = "sqlite:" + (root_ / from).string(), .to = "sqlite:" + (root_ / to).string()}, false,
                       out_);
  }

  const fs::path root_ = fs::temp_directory_path() / ("doggy-migrate-" + Uuid::v7().text());
  std::ostringstream out_;
};

TEST_F(MigrateTest, MovesEverythingAndBack) {
  fill(250);
  ASSERT_TRUE(migrate("one", "two").has_value());
  EXPECT_THAT(out_.str(), HasSubstr("both have the same 251 items, sha256 sum "));
  ASSERT_TRUE(migrate("two", "three").has_value());
  EXPECT_EQ(items_in("two"), items_in("one"));
  EXPECT_EQ(items_in("three"), items_in("one"));
}

TEST_F(MigrateTest, RefusesATargetThatIsInUse) {
  fill(3);
  ASSERT_TRUE(migrate("one", "two").has_value());
  const auto again = migrate("one", "two");
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, Code::kConflict);
  EXPECT_THAT(again.error().detail, HasSubstr("has data already"));
}

TEST_F(MigrateTest, RefusesASourceThatIsNot) {
  const auto done = migrate("one", "two");
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kNotFound);
  EXPECT_FALSE(fs::exists(root_ / "one"));
  EXPECT_FALSE(migrate("one", "one").has_value());
}

TEST_F(MigrateTest, RefusesWhatAServerHas) {
  fill(3);
  const auto server = store::SqliteStore::open(root_ / "one").value();
  const auto done = migrate("one", "two");
  ASSERT_FALSE(done.has_value());
  EXPECT_THAT(done.error().detail, HasSubstr("Another process has the data folder"));
}

}  // namespace
}  // namespace doggy::app
