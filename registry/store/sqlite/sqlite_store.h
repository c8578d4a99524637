// The Store contract on one SQLite file. README.md of this folder says how and why.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

/// The database, in its folder.
inline constexpr const char* kDatabaseFile = "doggy.sqlite";

class SqliteStore : public Store, public Scan {
 public:
  /// Opens the database in `folder`, making both when they are not there; one process at a time has it. Errors:
  /// kUnavailable with the reason (another process has it, it is no database of ours, the disk refuses).
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& folder);

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
  Task<Result<void>> ping() override;
  Task<Result<ScanPage>> scan(std::string position, std::size_t limit) override;

 private:
  struct State;
  explicit SqliteStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doggy::store
