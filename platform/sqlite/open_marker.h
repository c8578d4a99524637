// Notices that the write-ahead log of a database was lost.
//
// What is committed stands in the log (FILE-wal) alone until it is merged. To SQLite a log that is gone is one that was
// merged, so it opens the file without the last commits and says nothing. Therefore whoever owns a database keeps a
// small file FILE-open beside it from before the first commit until the log was merged at the end. It holds the log's
// salt. When it is there and that log is not, the database is not opened.
//
// Not noticed: a log that was cut off in the middle, or exchanged for an older copy from the same run; and a copy of
// the database file alone, which has no marker.
#pragma once

#include <filesystem>
#include <string>

#include "platform/error.h"
#include "platform/sqlite/database.h"

namespace doggy::sql {

/// Before a database is opened, also by somebody who is not its owner. Error: kUnavailable when its log was lost; it
/// says so, and ends in `way_out`, which says how to go on without what the log had.
[[nodiscard]] Result<void> check_log(const std::filesystem::path& file, const std::string& way_out);

/// Goes on without a log that was lost: removes the marker, and puts a log that belongs to something else aside, as
/// FILE-wal-other. Does nothing when no log was lost. Error: kUnavailable.
[[nodiscard]] Result<void> give_up_log(const std::filesystem::path& file);

/// Commits a page as it is: whether the disk takes writes. Throws Failure.
void touch(Database& database);

/// Held by the owner of a database with a write-ahead log, from before it writes until it closes the connection. Before
/// it come check_log() and Database::keep_log(true), also for connections that are not the owner's. The database
/// outlives this and is used by nobody else while this is made or destroyed.
class OpenMarker {
 public:
  /// Throws Failure.
  explicit OpenMarker(Database& database);
  /// Merges the log and removes the marker. Where that is not possible both stay, and the next owner recovers.
  ~OpenMarker();
  OpenMarker(const OpenMarker&) = delete;
  OpenMarker& operator=(const OpenMarker&) = delete;

 private:
  Database& database_;
};

}  // namespace doggy::sql
