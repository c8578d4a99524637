// A copy of the database as of one instant, taken while a server is writing to it.
//
// By SQLite's online backup, on a connection that holds one read transaction from beginning to end: in WAL mode neither
// the writer nor the copy waits for the other. Without the transaction, each write would make the copy start over. Not
// by VACUUM INTO, which sorts every index again and cannot report its progress. What the server cannot merge meanwhile
// stays in its log until the copy is done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "platform/error.h"
#include "platform/sqlite/folder_lock.h"

namespace doggy::store {

/// What is in a copy.
struct SnapshotFacts {
  std::int64_t schema = 0;  // The version of the tables.
  std::uint64_t items = 0;
  std::uint64_t dogs = 0;
  std::uint64_t entries = 0;  // Of all logs.
  std::uint64_t records = 0;
};

/// Called now and then with the bytes that are done and those of the whole.
using SnapshotProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Copies the database of `folder` to `target`, a new file, which is on the disk when it returns. Every commit that was
/// acknowledged before the call is in it. Errors: kNotFound when there is no database; kUnavailable with the reason,
/// such as a write-ahead log that was lost.
[[nodiscard]] Result<void> take_snapshot(const std::filesystem::path& folder, const std::filesystem::path& target,
                                         const SnapshotProgress& progress);

/// Reads the whole of a copy that nobody has open. Error: kUnavailable when SQLite finds it damaged, or it was written
/// by a newer version.
[[nodiscard]] Result<SnapshotFacts> check_snapshot(const std::filesystem::path& file);

/// Reads the whole database of `folder`, which nobody has open: what SQLite finds wrong with the file, the first things
/// of many. Errors: as SqliteStore::open().
[[nodiscard]] Result<std::vector<std::string>> check_pages(const std::filesystem::path& folder);

/// Keeps others from opening a store in a folder that is being filled. Errors: as FolderLock::take().
[[nodiscard]] Result<sql::FolderLock> lock_folder(const std::filesystem::path& folder);

}  // namespace doggy::store
