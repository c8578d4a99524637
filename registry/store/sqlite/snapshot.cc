#include "registry/store/sqlite/snapshot.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "platform/try.h"
#include "registry/store/sqlite/schema.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::store {
namespace {

// 8 MiB: often enough for a progress bar.
constexpr int kPagesAtOnce = 1000;

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

// An empty file for the server's user alone, which SQLite then fills.
bool make_private(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);  // NOLINT(*-vararg)
  if (file >= 0) ::close(file);
  return file >= 0;
}

bool sync_to_disk(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);  // NOLINT(*-vararg)
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  ::close(file);
  return done;
}

void copy_pages(sql::Database& from, sql::Database& to, const SnapshotProgress& progress) {
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup(
      sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) throw sql::Failure(sqlite3_extended_errcode(to.handle()), sqlite3_errmsg(to.handle()));
  const auto page = static_cast<std::uint64_t>(from.query_number("PRAGMA page_size"));
  for (;;) {
    const int code = sqlite3_backup_step(backup.get(), kPagesAtOnce);
    const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
    const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
    progress((total - left) * page, total * page);
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_OK) throw sql::Failure(code, sqlite3_errstr(code));
  }
}

}  // namespace

Result<void> take_snapshot(const std::filesystem::path& folder, const std::filesystem::path& target,
                           const SnapshotProgress& progress) {
  const std::filesystem::path source = folder / kDatabaseFile;
  std::error_code error;
  if (!std::filesystem::exists(source, error))
    return fail(Code::kNotFound, "There is no database in " + folder.string() + ".");
  CHECK_OK(sqlite::check_log(folder));
  if (!make_private(target))
    return fail(Code::kUnavailable,
                "Cannot make " + target.string() + ": " + std::generic_category().message(errno) + ".");
  try {
    // Not read-only: a reader of a WAL must be able to write its shared memory.
    sql::Database from = sql::Database::open(source.string(), false);
    from.keep_log(true);
    sqlite::check_owner(from);
    from.execute("PRAGMA query_only=1; BEGIN");
    (void)from.query_number("SELECT count(*) FROM sqlite_master");  // Here the read transaction begins.
    sql::Database to = sql::Database::open(target.string(), false);
    copy_pages(from, to, progress);
    // One file that needs no log beside it, until a server opens it.
    to.execute("PRAGMA journal_mode=DELETE");
  } catch (const sql::Failure& failure) {
    if (sql::is_damage(failure)) return std::unexpected(sql::cannot_open(source.string(), failure));
    return fail(Code::kUnavailable, "Cannot copy " + source.string() + ": " + failure.what() + ".");
  }
  if (!sync_to_disk(target) || !sync_to_disk(target.parent_path()))
    return fail(Code::kUnavailable, "Cannot write " + target.string() + ".");
  return {};
}

Result<SnapshotFacts> check_snapshot(const std::filesystem::path& file) {
  try {
    sql::Database database = sql::Database::open(file.string(), true);
    sqlite::check_owner(database);
    {
      sqlite::Statement check(database.handle(), "PRAGMA integrity_check(1)");
      if (!check.step() || check.text(0) != "ok")
        return fail(Code::kUnavailable, file.string() + " is damaged: " + std::string(check.text(0)) + ".");
    }
    sqlite::Statement counts(
        database.handle(),
        "SELECT count(*), count(*) FILTER (WHERE pk>='DOG#' AND pk<'DOG$' AND sk='HEAD'),"
        " count(*) FILTER (WHERE pk>='DOG#' AND pk<'DOG$' AND sk>='LOG#' AND sk<'LOG$'),"
        " count(*) FILTER (WHERE pk>='DOG#' AND pk<'DOG$' AND sk>='REC#' AND sk<'REC$') FROM items");
    counts.step();
    const auto count = [&](int column) { return static_cast<std::uint64_t>(counts.number(column)); };
    return SnapshotFacts{.schema = database.query_number("PRAGMA user_version"),
                         .items = count(0),
                         .dogs = count(1),
                         .entries = count(2),
                         .records = count(3)};
  } catch (const sql::Failure& failure) {
    return fail(Code::kUnavailable, file.string() + " cannot be read: " + failure.what() + ".");
  }
}

Result<std::vector<std::string>> check_pages(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kDatabaseFile;
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::vector<std::string>{};
  TRY(const sql::FolderLock lock, sql::FolderLock::take(folder));
  CHECK_OK(sqlite::check_log(folder));
  std::vector<std::string> problems;
  try {
    sql::Database database = sql::Database::open(file.string(), false);
    database.keep_log(true);
    sqlite::check_owner(database);
    database.execute("PRAGMA query_only=1");
    sqlite::Statement check(database.handle(), "PRAGMA integrity_check(20)");
    while (check.step())
      if (check.text(0) != "ok") problems.emplace_back(check.text(0));
  } catch (const sql::Failure& failure) {
    if (!sql::is_damage(failure)) return std::unexpected(sql::cannot_open(file.string(), failure));
    problems.emplace_back(failure.what());
  }
  return problems;
}

Result<sql::FolderLock> lock_folder(const std::filesystem::path& folder) {
  return sql::FolderLock::take(folder);
}

}  // namespace doggy::store
