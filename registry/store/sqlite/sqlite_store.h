// The Store contract on one SQLite file. README.md of this folder says how and why.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/observe/metrics.h"
#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

/// The database, in its folder.
inline constexpr const char* kDatabaseFile = "doggy.sqlite";

/// The machine's time.
[[nodiscard]] std::int64_t unix_seconds();

struct SqliteOptions {
  /// The log is merged when it has that many pages. 8 MiB: one that is written over and over again is quicker than one
  /// that grows; a larger one is merged less often, and holds the writer longer each time.
  int checkpoint_pages = 1000;
  std::shared_ptr<observe::Metrics> metrics = nullptr;  // Where its figures go; none: nowhere.
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
  std::function<std::int64_t()> now = unix_seconds;  // What has expired by then is removed.
};

class SqliteStore : public Store, public Scan {
 public:
  /// Opens the database in `folder`, making both when they are not there; one process at a time has it. Errors:
  /// kUnavailable with the reason (another process has it, it is no database of ours or damaged, its write-ahead log
  /// was lost, the disk refuses).
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& folder,
                                                                 const SqliteOptions& options = {});

  /// Makes a database whose write-ahead log was lost one that can be opened without what was in it. Does nothing to
  /// others. Errors: kUnavailable with the reason.
  [[nodiscard]] static Result<void> accept_missing_log(const std::filesystem::path& folder);

  /// Finishes the commits that wait. No operation may be under way otherwise.
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  /// Large, so that an import is all or nothing.
  [[nodiscard]] std::size_t transaction_limit() const override { return 100'000; }
  /// Whether it can read, and the last commit succeeded. Without a recent commit one is tried that changes nothing.
  Task<Result<void>> ping() override;
  Task<Result<ScanPage>> scan(std::string position, std::size_t limit) override;

 private:
  struct State;
  explicit SqliteStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doggy::store
