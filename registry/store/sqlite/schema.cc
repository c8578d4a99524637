#include "registry/store/sqlite/schema.h"

#include <string>

#include "platform/sqlite/open_marker.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::store::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x444F4759;  // "DOGY"
constexpr std::int64_t kVersion = 1;

// Absent alternative keys are NULL, which the partial indexes leave out.
constexpr const char* kTables = R"sql(
  CREATE TABLE items(
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    label TEXT NOT NULL,
    time TEXT,
    kind TEXT,
    expires INTEGER,
    PRIMARY KEY(pk, sk)
  ) WITHOUT ROWID;
  CREATE INDEX items_by_time ON items(pk, time) WHERE time IS NOT NULL;
  CREATE INDEX items_by_kind ON items(pk, kind) WHERE kind IS NOT NULL;
  CREATE INDEX items_by_expiry ON items(expires) WHERE expires IS NOT NULL;
)sql";

}  // namespace

void configure(Database& database) {
  // Not mapped into memory: each connection would count every page of the file it has touched as its own, 100 MiB and
  // more, and page reads took no less time.
  database.execute("PRAGMA cache_size=-8192; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
}

Result<void> check_log(const std::filesystem::path& folder) {
  return sql::check_log(folder / kDatabaseFile, "To go on without it: doggy-registry check --data " + folder.string() +
                                                    " --accept-missing-wal");
}

bool check_owner(Database& database) {
  const std::int64_t application = database.query_number("PRAGMA application_id");
  const std::int64_t version = database.query_number("PRAGMA user_version");
  const bool empty = database.query_number("SELECT count(*) FROM sqlite_master") == 0;
  if (!empty && application != kApplicationId) throw Failure(SQLITE_ERROR, "this is not a database of Doggy App");
  if (version > kVersion) throw Failure(SQLITE_ERROR, "the database was written by a newer version of Doggy App");
  return !empty;
}

void migrate(Database& database) {
  const bool empty = !check_owner(database);
  if (empty) database.execute("PRAGMA page_size=8192");
  // The writer merges the log itself. The limit gives back the disk that a large import took for its log.
  database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=33554432");
  if (empty)
    database.execute(std::string("BEGIN IMMEDIATE;") + kTables + "PRAGMA application_id=" +
                     std::to_string(kApplicationId) + ";PRAGMA user_version=" + std::to_string(kVersion) + ";COMMIT");
}

}  // namespace doggy::store::sqlite
