#include "alert-analyzer/incidents/ledger.h"

#include <utility>

#include "platform/sqlite/database.h"
#include "platform/sqlite/health.h"
#include "platform/sqlite/open_marker.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::int64_t kApplicationId = 0x444F4749;  // "DOGI"

// Each row is one struct as JSON; what is searched by stands beside it. 0 in a `due` column: never.
constexpr const char* kTables = R"sql(
  CREATE TABLE IF NOT EXISTS seen(key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS incidents(
    id TEXT PRIMARY KEY, grp TEXT NOT NULL, storm INTEGER NOT NULL, opened INTEGER NOT NULL, closed INTEGER NOT NULL,
    notice_due INTEGER NOT NULL, report_due INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS incidents_by_group ON incidents(grp) WHERE closed = 0;
  CREATE INDEX IF NOT EXISTS incidents_by_notice ON incidents(notice_due) WHERE notice_due > 0;
  CREATE INDEX IF NOT EXISTS incidents_by_report ON incidents(report_due) WHERE report_due > 0;
  CREATE INDEX IF NOT EXISTS incidents_by_age ON incidents(opened);
  CREATE TABLE IF NOT EXISTS alerts(
    occurrence TEXT PRIMARY KEY, incident TEXT NOT NULL, firing INTEGER NOT NULL, untold INTEGER NOT NULL,
    unreported INTEGER NOT NULL, received INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS alerts_by_incident ON alerts(incident, firing);
  CREATE INDEX IF NOT EXISTS alerts_untold ON alerts(incident) WHERE untold = 1;
  CREATE INDEX IF NOT EXISTS alerts_unreported ON alerts(incident) WHERE unreported = 1;
  CREATE TABLE IF NOT EXISTS deliveries(
    id TEXT PRIMARY KEY, incident TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL,
    due INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS deliveries_by_incident ON deliveries(incident);
  CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries(channel, due) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS deliveries_unsent ON deliveries(state, created) WHERE state <> 'sent';
  CREATE TABLE IF NOT EXISTS heartbeats(name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS spend(day TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cache(key TEXT PRIMARY KEY, at INTEGER NOT NULL, analysis TEXT NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace

Ledger::Ledger(std::unique_ptr<sql::Database> database, std::unique_ptr<sql::OpenMarker> marker,
               const std::string& file)
    : database_(std::move(database)),
      marker_(std::move(marker)),
      health_(std::make_unique<sql::Health>(sql::Health::Options{.file = file})) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& file, bool sole_owner) {
  CHECK_OK(sql::check_log(file, "To go on without it, remove " + file.string() + "-open."));
  try {
    auto database = std::make_unique<sql::Database>(sql::Database::open(file.string(), false));
    database->keep_log(true);
    const std::int64_t application = database->query_number("PRAGMA application_id");
    if (application != 0 && application != kApplicationId)
      return fail(Code::kUnavailable, file.string() + " is no record of incidents of Doggy App.");
    database->execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4096; PRAGMA "
        "journal_size_limit=4194304");
    database->execute(kTables);
    database->execute("PRAGMA application_id=" + std::to_string(kApplicationId));
    auto marker = sole_owner ? std::make_unique<sql::OpenMarker>(*database) : nullptr;
    return std::unique_ptr<Ledger>(new Ledger(std::move(database), std::move(marker), file.string()));
  } catch (const sql::Failure& failure) {
    return std::unexpected(sql::cannot_open(file.string(), failure));
  }
}

Result<void> Ledger::transact(const std::function<void(Books&)>& work) {
  const std::lock_guard lock(mutex_);
  if (health_->is_damaged()) return health_->state();
  try {
    const std::int64_t before = database_->total_changes();
    sql::Transaction transaction(*database_);
    Books books(*database_);
    work(books);
    transaction.commit();
    if (database_->total_changes() != before) health_->committed();
    return {};
  } catch (const sql::Failure& failure) {
    health_->commit_failed(failure);
    return std::unexpected(sql::unavailable(failure));
  }
}

Result<void> Ledger::read(const std::function<void(Books&)>& work) {
  const std::lock_guard lock(mutex_);
  try {
    const sql::Transaction transaction(*database_);
    Books books(*database_);
    work(books);
    return {};
  } catch (const sql::Failure& failure) {
    health_->read_failed(failure);
    return std::unexpected(sql::unavailable(failure));
  }
}

Result<void> Ledger::ready() {
  if (!health_->claim_trial()) return health_->state();
  const std::lock_guard lock(mutex_);
  try {
    sql::touch(*database_);
    health_->committed();
  } catch (const sql::Failure& failure) {
    health_->commit_failed(failure);
  }
  return health_->state();
}

}  // namespace doggy::analyzer
