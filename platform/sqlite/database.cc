#include "platform/sqlite/database.h"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

namespace doggy::sql {
namespace {

// Of the last call on this file that failed.
int errno_of(sqlite3_file* file) {
  int error = 0;
  if (file != nullptr && file->pMethods != nullptr) file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

// Why the disk refused. sqlite3_system_errno() has what came after it, such as the rollback.
int disk_errno(sqlite3* database) {
  if ((sqlite3_errcode(database) & 0xff) != SQLITE_IOERR) return 0;
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database, "main", which, static_cast<void*>(&file));
    if (const int error = errno_of(file); error != 0) return error;
  }
  return sqlite3_system_errno(database);
}

Failure last_failure(sqlite3* database) {
  // The code first: asking the file sets another.
  const int code = sqlite3_extended_errcode(database);
  std::string message = sqlite3_errmsg(database);
  return {code, std::move(message), disk_errno(database)};
}

[[noreturn]] void raise(sqlite3* database) {
  throw last_failure(database);
}

constexpr std::chrono::seconds kRetryAfter(5);
constexpr std::chrono::seconds kRetryAfterDamage(300);  // Somebody has to restore a backup first.

// SQLite knows ENOSPC alone as a full disk. Quotas and limits for the size of files are met in the same way.
bool is_full(const Failure& failure) {
  if ((failure.code() & 0xff) == SQLITE_FULL) return true;
  const int error = failure.system_errno();
  return (failure.code() & 0xff) == SQLITE_IOERR && (error == ENOSPC || error == EDQUOT || error == EFBIG);
}

bool is_read_only(const Failure& failure) {
  return (failure.code() & 0xff) == SQLITE_READONLY ||
         ((failure.code() & 0xff) == SQLITE_IOERR && failure.system_errno() == EROFS);
}

}  // namespace

bool is_damage(const Failure& failure) {
  const int code = failure.code() & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Error unavailable(const Failure& failure) {
  if (is_damage(failure))
    return {.code = Code::kUnavailable,
            .detail = "The database is damaged: nothing can be saved until a backup is restored.",
            .retry_after = kRetryAfterDamage};
  std::string detail = "The database cannot answer now.";
  if ((failure.code() & 0xff) == SQLITE_IOERR) detail = "The disk failed to read or write.";
  if (is_full(failure)) detail = "The disk is full: nothing was saved.";
  if (is_read_only(failure)) detail = "The database is read-only: nothing was saved.";
  return {.code = Code::kUnavailable, .detail = std::move(detail), .retry_after = kRetryAfter};
}

Error cannot_open(const std::string& file, const Failure& failure) {
  Error error = unavailable(failure);
  if (is_damage(failure))
    error.detail =
        fmt::format("{} is damaged: {}. Restore a backup into a new folder, and keep this one.", file, failure.what());
  else
    error.detail = fmt::format("Cannot open {}: {}.", file, failure.what());
  return error;
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) raise(database);
}

void Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text(statement_.get(), index, data, static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::bind(int index, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), index, number);
}

void Statement::bind_null(int index) {
  sqlite3_bind_null(statement_.get(), index);
}

void Statement::bind_pointer(int index, void* pointer, const char* type) {
  sqlite3_bind_pointer(statement_.get(), index, pointer, type, nullptr);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(statement_.get());
  const Failure failure = last_failure(database);
  sqlite3_reset(statement_.get());
  throw failure;
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::string_view Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

Database Database::open(const std::string& path, bool read_only) {
  sqlite3* handle = nullptr;
  const int mode = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) {
    if (handle == nullptr) throw Failure(code, "out of memory");
    raise(handle);
  }
  sqlite3_extended_result_codes(handle, 1);
  constexpr int kBusyMs = 5000;
  sqlite3_busy_timeout(handle, kBusyMs);
  return database;
}

void Database::keep_log(bool keep) {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);  // NOLINT(*-vararg)
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) raise(database_.get());
}

std::int64_t Database::query_number(const std::string& sql) {
  Statement statement(database_.get(), sql);
  return statement.step() ? statement.number(0) : 0;
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // A failed COMMIT may have ended it already.
  if (sqlite3_get_autocommit(database_.handle()) == 0)
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
}

}  // namespace doggy::sql
