// SQLite connections and statements as values. Adapters build on it; nothing else knows of SQLite.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "platform/error.h"

namespace doggy::sql {

/// Something SQLite could not do: a full disk, a broken file. Caught where an operation ends and made kUnavailable.
class Failure : public std::exception {
 public:
  Failure(int code, std::string message, int system_errno = 0)
      : code_(code), system_errno_(system_errno), message_(std::move(message)) {}
  [[nodiscard]] int code() const { return code_; }
  /// Of the system call that failed; 0 where it was none.
  [[nodiscard]] int system_errno() const { return system_errno_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  int code_;
  int system_errno_;
  std::string message_;
};

/// Whether the file itself is damaged, so that trying again does not help.
[[nodiscard]] bool is_damage(const Failure& failure);

/// The error for a Failure: kUnavailable, with the reason in words that tell an operator what to do. It names no file:
/// clients see it.
[[nodiscard]] Error unavailable(const Failure& failure);

/// The same for whoever starts a program on `file`: names the file and SQLite's own reason.
[[nodiscard]] Error cannot_open(const std::string& file, const Failure& failure);

/// A prepared statement. Text and blobs that are bound must live until the next reset().
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  void bind(int index, std::string_view text);
  void bind(int index, std::int64_t number);
  void bind_null(int index);
  /// For functions that take one, by the name of its type; it must live until the next reset().
  void bind_pointer(int index, void* pointer, const char* type);

  /// Whether there is a row to read. Throws Failure.
  bool step();
  /// step() for a statement without rows, then reset().
  void run();
  void reset();

  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] double real(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement at the end of a scope, so that no read transaction stays open.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(Statement& statement) : statement_(statement) {}
  ~ResetAtEnd() { statement_.reset(); }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  Statement& statement_;
};

/// A connection, used by one thread at a time.
class Database {
 public:
  /// Opens or creates. Throws Failure.
  static Database open(const std::string& path, bool read_only);

  /// Whether closing this connection leaves the write-ahead log as it is, though it be the last one; else SQLite merges
  /// and removes it. For databases with an OpenMarker, right after open(): whoever opens them next expects the log.
  void keep_log(bool keep);

  void execute(const std::string& sql);
  [[nodiscard]] std::int64_t query_number(const std::string& sql);
  /// Rows that were written since it was opened.
  [[nodiscard]] std::int64_t total_changes() const { return sqlite3_total_changes64(database_.get()); }
  [[nodiscard]] sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

/// One transaction for writing: rolled back at the end of the scope unless commit() was called.
class Transaction {
 public:
  /// Throws Failure, like commit().
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
};

}  // namespace doggy::sql
