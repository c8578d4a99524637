// The power goes at any moment, and takes with it what was not synced: what was acknowledged is there, nothing is there
// by halves, and the store opens.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/store/sqlite/recorded_disk.h"
#include "registry/store/sqlite/snapshot.h"
#include "registry/store/sqlite/sqlite_store.h"
#include "registry/store/sqlite/test_disk.h"

namespace doggy::store {
namespace {

using ::testing::IsEmpty;
namespace fs = std::filesystem;

constexpr int kCuts = 80;
// So few that the log is merged and restarted every few commits.
const SqliteOptions kOptions{.checkpoint_pages = 12};

unsigned seed() {
  const char* chosen = std::getenv("POWER_CUT_SEED");
  return chosen != nullptr ? static_cast<unsigned>(std::strtoul(chosen, nullptr, 10)) : std::random_device()();
}

// Commits in a row, number n being of items that all say n; and when each was acknowledged.
class Journal {
 public:
  // Commits numbers until there are `last`. `moment` tells when it is.
  template <class Moment>
  void write(const fs::path& folder, int last, Moment moment) {
    auto store = SqliteStore::open(folder, kOptions).value();
    while (static_cast<int>(acknowledged_.size()) < last) {
      const int n = static_cast<int>(acknowledged_.size()) + 1;
      ASSERT_TRUE(run_task(store->commit(writes_of(n))).has_value());
      acknowledged_.push_back(moment());
    }
  }

  // How many were acknowledged before that moment.
  [[nodiscard]] int acknowledged(std::size_t moment) const {
    return static_cast<int>(std::ranges::upper_bound(acknowledged_, moment) - acknowledged_.begin());
  }

  // How many are there, each whole and all before it, too; -1 when that is not so.
  static int count(Store& store) {
    int last = 0;
    if (const auto newest = run_task(store.get({.pk = "NEWEST", .sk = "N"})).value()) last = std::stoi(newest->body);
    for (int n = 1; n <= last + 1; ++n) {
      const auto items = run_task(store.query({.pk = "N#" + std::to_string(n), .limit = 1000})).value();
      const std::size_t expected = n <= last ? static_cast<std::size_t>(items_of(n)) : 0;
      if (items.size() != expected) return -1;
      for (const Item& item : items)
        if (item.body != body_of(n)) return -1;
    }
    return last;
  }

 private:
  static int items_of(int n) { return 1 + n % 4; }
  static std::string body_of(int n) {
    return std::string(static_cast<std::size_t>(n * 2711 % 9000), 'b') + std::to_string(n);
  }
  static std::vector<Write> writes_of(int n) {
    std::vector<Write> writes;
    for (int i = 0; i < items_of(n); ++i)
      writes.emplace_back(
          Put{.item = {.key = {.pk = "N#" + std::to_string(n), .sk = std::to_string(i)}, .body = body_of(n)},
              .condition = Absent{}});
    writes.emplace_back(
        Put{.item = {.key = {.pk = "NEWEST", .sk = "N"}, .body = std::to_string(n)}, .condition = Any{}});
    return writes;
  }

  std::vector<std::size_t> acknowledged_;
};

void write_files(const fs::path& folder, const Files& files) {
  for (const auto& [name, content] : files) std::ofstream(folder / name, std::ios::binary) << content;
}

class PowerCut : public ::testing::Test {
 protected:
  PowerCut() { std::cout << "POWER_CUT_SEED=" << seed_ << std::endl; }

  const unsigned seed_ = seed();
  std::mt19937 random_{seed_};
};

TEST_F(PowerCut, LosesNothingThatWasAcknowledged) {
  const TemporaryFolder folder;
  RecordedDisk disk(folder.path);
  Journal journal;
  const auto moment = [&disk] { return disk.moment(); };
  // A first start, and one after a clean stop.
  ASSERT_NO_FATAL_FAILURE(journal.write(folder.path, 30, moment));
  ASSERT_NO_FATAL_FAILURE(journal.write(folder.path, 60, moment));
  const std::size_t end = disk.moment();
  for (int i = 0; i < kCuts; ++i) {
    const std::size_t at = random_() % (end + 1);
    SCOPED_TRACE("before operation " + std::to_string(at) + " of " + std::to_string(end));
    const TemporaryFolder left;
    write_files(left.path, disk.after_power_cut(at, random_));
    auto store = SqliteStore::open(left.path, kOptions);
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    const int found = Journal::count(**store);
    ASSERT_GE(found, journal.acknowledged(at));
    ASSERT_LE(found, journal.acknowledged(at) + 1);
    store->reset();
    ASSERT_THAT(check_pages(left.path).value(), IsEmpty());
  }
}

// What recovers can be cut off, too.
TEST_F(PowerCut, MayComeAgainDuringTheRecovery) {
  constexpr int kFirstCuts = 8;
  constexpr int kSecondCuts = 5;
  const TemporaryFolder folder;
  const auto first_disk = std::make_unique<RecordedDisk>(folder.path);
  Journal journal;
  ASSERT_NO_FATAL_FAILURE(journal.write(folder.path, 30, [&] { return first_disk->moment(); }));
  const std::size_t end = first_disk->moment();
  for (int i = 0; i < kFirstCuts; ++i) {
    const std::size_t at = random_() % (end + 1);
    const TemporaryFolder left;
    write_files(left.path, first_disk->after_power_cut(at, random_));
    RecordedDisk second_disk(left.path);
    int found = 0;
    {
      auto store = SqliteStore::open(left.path, kOptions);
      ASSERT_TRUE(store.has_value()) << store.error().detail;
      found = Journal::count(**store);
      ASSERT_GE(found, journal.acknowledged(at));
    }
    const std::size_t second_end = second_disk.moment();
    for (int j = 0; j < kSecondCuts; ++j) {
      const std::size_t second = random_() % (second_end + 1);
      SCOPED_TRACE("before operation " + std::to_string(at) + ", then before " + std::to_string(second));
      const TemporaryFolder again;
      write_files(again.path, second_disk.after_power_cut(second, random_));
      auto store = SqliteStore::open(again.path, kOptions);
      ASSERT_TRUE(store.has_value()) << store.error().detail;
      ASSERT_EQ(Journal::count(**store), found) << "what was there after the first is there after the second";
    }
  }
}

// Otherwise the tests above would say nothing.
TEST_F(PowerCut, WouldBeNoticedIfSyncsDidNothing) {
  const TemporaryFolder folder;
  RecordedDisk disk(folder.path);
  Journal journal;
  ASSERT_NO_FATAL_FAILURE(journal.write(folder.path, 30, [&disk] { return disk.moment(); }));
  int noticed = 0;
  for (int i = 0; i < 20; ++i) {
    const std::size_t at = random_() % (disk.moment() + 1);
    const TemporaryFolder left;
    write_files(left.path, disk.after_power_cut(at, random_, RecordedDisk::Syncs::kLie));
    if (!check_pages(left.path).value_or(std::vector<std::string>{"refused"}).empty()) {
      ++noticed;
      continue;
    }
    auto store = SqliteStore::open(left.path, kOptions);
    if (!store || Journal::count(**store) < journal.acknowledged(at)) ++noticed;
  }
  EXPECT_GT(noticed, 5);
}

}  // namespace
}  // namespace doggy::store
