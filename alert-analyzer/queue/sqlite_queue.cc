#include "alert-analyzer/queue/sqlite_queue.h"

#include <mutex>
#include <optional>
#include <utility>

#include "platform/observe/log.h"
#include "platform/sqlite/database.h"
#include "platform/sqlite/health.h"
#include "platform/sqlite/open_marker.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::int64_t kApplicationId = 0x444F4751;  // "DOGQ"

// `due` is when a waiting message may be handed out, or when the hold of a leased one ends.
constexpr const char* kTables = R"sql(
  CREATE TABLE IF NOT EXISTS messages(
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    enqueued INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS messages_in_order ON messages(enqueued, id) WHERE state <> 'dead';
  CREATE INDEX IF NOT EXISTS messages_by_age ON messages(state, enqueued);
)sql";

sql::Database open_database(const std::filesystem::path& file) {
  sql::Database database = sql::Database::open(file.string(), false);
  database.keep_log(true);
  const std::int64_t application = database.query_number("PRAGMA application_id");
  if (application != 0 && application != kApplicationId) throw sql::Failure(0, "this is no queue of Doggy App");
  database.execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2048; PRAGMA "
      "journal_size_limit=4194304");
  database.execute(kTables);
  database.execute("PRAGMA application_id=" + std::to_string(kApplicationId));
  return database;
}

class SqliteQueue final : public Queue {
 public:
  SqliteQueue(sql::Database database, const std::string& file, bool sole_owner, std::function<Timestamp()> clock)
      : database_(std::move(database)),
        health_({.file = file}),
        clock_(std::move(clock)),
        // What was buried and comes again is tried again: it may be readable now.
        enqueue_(database_.handle(),
                 "INSERT INTO messages(id, body, enqueued, due) VALUES(?1, ?2, ?3, ?3) ON CONFLICT(id) DO UPDATE SET "
                 "state='waiting', attempts=0, due=excluded.due, reason='' WHERE state='dead'"),
        due_(database_.handle(),
             "SELECT id, body, attempts, enqueued FROM messages WHERE state <> 'dead' AND due <= ?1 ORDER BY enqueued, "
             "id LIMIT ?2"),
        hold_(database_.handle(), "UPDATE messages SET state='leased', attempts=attempts+1, due=?2 WHERE id=?1"),
        done_(database_.handle(), "DELETE FROM messages WHERE id=?1 AND state <> 'dead'"),
        retry_(database_.handle(), "UPDATE messages SET state='waiting', due=?2 WHERE id=?1 AND state='leased'"),
        bury_(database_.handle(), "UPDATE messages SET state='dead', reason=?2 WHERE id=?1"),
        dead_(database_.handle(),
              "SELECT id, body, attempts, enqueued, reason FROM messages WHERE state='dead' ORDER BY enqueued, id "
              "LIMIT ?1"),
        replay_(database_.handle(),
                "UPDATE messages SET state='waiting', attempts=0, due=?2, reason='' WHERE state='dead' AND (?1='' OR "
                "id=?1)"),
        figures_(database_.handle(), "SELECT state, count(*), min(enqueued) FROM messages GROUP BY state") {
    if (sole_owner) marker_.emplace(database_);
  }

  Result<void> enqueue(const std::vector<Message>& messages) override {
    return write([&] {
      sql::Transaction transaction(database_);
      for (const Message& message : messages) {
        enqueue_.bind(1, message.id);
        enqueue_.bind(2, message.body);
        enqueue_.bind(3, now());
        run(enqueue_);
      }
      transaction.commit();
    });
  }

  Result<std::vector<Leased>> lease(std::size_t most, std::chrono::milliseconds hold) override {
    std::vector<Leased> leased;
    CHECK_OK(write([&] {
      sql::Transaction transaction(database_);
      {
        const sql::ResetAtEnd reset(due_);
        due_.bind(1, now());
        due_.bind(2, static_cast<std::int64_t>(most));
        while (due_.step())
          leased.push_back({.id = std::string(due_.text(0)),
                            .body = std::string(due_.text(1)),
                            .attempts = static_cast<unsigned>(due_.number(2)) + 1,
                            .enqueued_ms = due_.number(3)});
      }
      for (const Leased& message : leased) {
        hold_.bind(1, message.id);
        hold_.bind(2, now() + hold.count());
        run(hold_);
      }
      if (!leased.empty()) transaction.commit();
    }));
    return leased;
  }

  Result<void> done(const std::vector<Leased>& messages) override {
    return write([&] {
      sql::Transaction transaction(database_);
      for (const Leased& message : messages) {
        done_.bind(1, message.id);
        run(done_);
      }
      transaction.commit();
    });
  }

  Result<void> retry(const Leased& message, std::chrono::milliseconds delay) override {
    return write([&] {
      retry_.bind(1, message.id);
      retry_.bind(2, now() + delay.count());
      run(retry_);
    });
  }

  Result<void> bury(const Leased& message, const std::string& reason) override {
    return write([&] {
      bury_.bind(1, message.id);
      bury_.bind(2, reason);
      run(bury_);
    });
  }

  Result<std::vector<DeadMessage>> dead(std::size_t most) override {
    std::vector<DeadMessage> dead;
    CHECK_OK(read([&] {
      const sql::ResetAtEnd reset(dead_);
      dead_.bind(1, static_cast<std::int64_t>(most));
      while (dead_.step())
        dead.push_back({.id = std::string(dead_.text(0)),
                        .body = std::string(dead_.text(1)),
                        .attempts = static_cast<unsigned>(dead_.number(2)),
                        .enqueued_ms = dead_.number(3),
                        .reason = std::string(dead_.text(4))});
    }));
    return dead;
  }

  Result<std::uint64_t> replay(const std::string& id) override {
    std::uint64_t count = 0;
    CHECK_OK(write([&] {
      replay_.bind(1, id);
      replay_.bind(2, now());
      run(replay_);
      count = static_cast<std::uint64_t>(database_.query_number("SELECT changes()"));
    }));
    return count;
  }

  Result<QueueFigures> figures() override {
    QueueFigures figures;
    CHECK_OK(read([&] {
      const sql::ResetAtEnd reset(figures_);
      while (figures_.step()) {
        const auto count = static_cast<std::uint64_t>(figures_.number(1));
        const std::string_view state = figures_.text(0);
        if (state == "dead") {
          figures.dead = count;
          continue;
        }
        (state == "leased" ? figures.leased : figures.waiting) = count;
        figures.oldest_ms = std::max(figures.oldest_ms, now() - figures_.number(2));
      }
    }));
    return figures;
  }

  Result<void> ready() override {
    if (!health_.claim_trial()) return health_.state();
    const std::lock_guard lock(mutex_);
    try {
      sql::touch(database_);
      health_.committed();
    } catch (const sql::Failure& failure) {
      health_.commit_failed(failure);
    }
    return health_.state();
  }

 private:
  template <class Work>
  Result<void> write(Work work) {
    const std::lock_guard lock(mutex_);
    if (health_.is_damaged()) return health_.state();
    try {
      const std::int64_t before = database_.total_changes();
      work();
      if (database_.total_changes() != before) health_.committed();
      return {};
    } catch (const sql::Failure& failure) {
      health_.commit_failed(failure);
      return std::unexpected(sql::unavailable(failure));
    }
  }

  template <class Work>
  Result<void> read(Work work) {
    const std::lock_guard lock(mutex_);
    try {
      work();
      return {};
    } catch (const sql::Failure& failure) {
      health_.read_failed(failure);
      observe::log(observe::Level::kError, "queue-failed", {{"reason", failure.what()}});
      return std::unexpected(sql::unavailable(failure));
    }
  }

  // A statement that failed must be reset as well, or it cannot be bound again.
  static void run(sql::Statement& statement) {
    const sql::ResetAtEnd reset(statement);
    statement.step();
  }

  [[nodiscard]] std::int64_t now() const { return clock_().unix_ms(); }

  std::mutex mutex_;
  sql::Database database_;
  std::optional<sql::OpenMarker> marker_;
  sql::Health health_;
  const std::function<Timestamp()> clock_;
  sql::Statement enqueue_;
  sql::Statement due_;
  sql::Statement hold_;
  sql::Statement done_;
  sql::Statement retry_;
  sql::Statement bury_;
  sql::Statement dead_;
  sql::Statement replay_;
  sql::Statement figures_;
};

}  // namespace

Result<std::unique_ptr<Queue>> open_sqlite_queue(const std::filesystem::path& file, bool sole_owner,
                                                 std::function<Timestamp()> clock) {
  CHECK_OK(sql::check_log(file, "To go on without it, remove " + file.string() + "-open."));
  try {
    sql::Database database = open_database(file);
    if (sole_owner) database.execute("UPDATE messages SET state='waiting', due=0 WHERE state='leased'");
    return std::make_unique<SqliteQueue>(std::move(database), file.string(), sole_owner, std::move(clock));
  } catch (const sql::Failure& failure) {
    return std::unexpected(sql::cannot_open(file.string(), failure));
  }
}

}  // namespace doggy::analyzer
