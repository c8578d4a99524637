// The record of incidents, in one SQLite file. What is decided about alerts (which incident, which messages) is written
// in one transaction with the alerts themselves: after a crash everything is decided once, and what is not yet sent is
// sent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alert-analyzer/incidents/incident.h"
#include "platform/error.h"

namespace doggy::sql {
class Database;
class Health;
class OpenMarker;
}  // namespace doggy::sql

namespace doggy::analyzer {

/// What can be done within a transaction. A method that fails throws, which ends the transaction; only the ledger
/// catches that.
class Books {
 public:
  explicit Books(sql::Database& database) : database_(database) {}

  /// Notes that a message with this key was handled. False: it was before.
  bool see(const std::string& key, std::int64_t now_ms);

  void put(const Incident& incident);
  [[nodiscard]] std::optional<Incident> incident(const std::string& id);
  /// The incident of the group that is not closed.
  [[nodiscard]] std::optional<Incident> open_incident(const std::string& group);
  /// How many were opened since then that are no storm.
  [[nodiscard]] std::uint64_t opened_since(std::int64_t ms);
  [[nodiscard]] std::vector<Incident> notices_due(std::int64_t now_ms);
  /// The first whose report is due.
  [[nodiscard]] std::optional<Incident> report_due(std::int64_t now_ms);
  /// Newest first, opened before `before_ms`.
  [[nodiscard]] std::vector<Incident> recent(std::int64_t before_ms, std::size_t most);

  void put(const KnownAlert& alert);
  [[nodiscard]] std::optional<KnownAlert> alert(const std::string& occurrence);
  /// Of one incident, in the order in which they came.
  [[nodiscard]] std::vector<KnownAlert> alerts(const std::string& incident_id);
  /// Of them: critical ones that fire and no notice has; and those that no report has.
  [[nodiscard]] std::vector<KnownAlert> untold(const std::string& incident_id);
  [[nodiscard]] std::vector<KnownAlert> unreported(const std::string& incident_id);
  [[nodiscard]] std::uint64_t total(const std::string& incident_id);
  [[nodiscard]] std::uint64_t firing(const std::string& incident_id);

  void put(const Delivery& delivery);
  [[nodiscard]] std::vector<Delivery> deliveries(const std::string& incident_id);
  /// What waits to be tried on that channel, oldest first.
  [[nodiscard]] std::vector<Delivery> deliveries_due(const std::string& channel, std::int64_t now_ms, std::size_t most);
  [[nodiscard]] std::vector<Delivery> dead_deliveries(std::size_t most);
  /// That of `id`, or all when it is empty, wait again. How many.
  std::uint64_t replay_deliveries(const std::string& id, std::int64_t now_ms);

  struct DeliveryFigures {
    std::uint64_t waiting = 0;
    std::uint64_t dead = 0;
    std::int64_t oldest_ms = 0;  // When the oldest that waits was planned; 0 without one.
  };
  [[nodiscard]] DeliveryFigures delivery_figures();

  void put(const Heartbeat& heartbeat);
  [[nodiscard]] std::vector<Heartbeat> heartbeats();

  [[nodiscard]] Spend spend(const std::string& day);
  void put(const std::string& day, const Spend& spend);

  /// An analysis that was kept under this key since then.
  [[nodiscard]] std::optional<std::string> cached(const std::string& key, std::int64_t since_ms);
  void cache(const std::string& key, const std::string& analysis, std::int64_t now_ms);

  /// Forgets what was closed, sent or seen before then.
  void purge(std::int64_t before_ms);

 private:
  sql::Database& database_;
};

/// Thread-safe; one transaction at a time. Blocks for the disk.
class Ledger {
 public:
  /// A process that has the data folder for itself opens it as `sole_owner`. Error: kUnavailable, also when its
  /// write-ahead log was lost.
  [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& file, bool sole_owner);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// Runs `work`; when it returns, what it wrote is on the disk. Error: kUnavailable, and nothing was written.
  [[nodiscard]] Result<void> transact(const std::function<void(Books&)>& work);

  /// The same for reading: what `work` writes is taken back.
  [[nodiscard]] Result<void> read(const std::function<void(Books&)>& work);

  /// Whether it can be written to now; found out by a write where there was none for a while. Error: kUnavailable.
  [[nodiscard]] Result<void> ready();

 private:
  Ledger(std::unique_ptr<sql::Database> database, std::unique_ptr<sql::OpenMarker> marker, const std::string& file);

  std::mutex mutex_;
  const std::unique_ptr<sql::Database> database_;
  const std::unique_ptr<sql::OpenMarker> marker_;  // Of the sole owner.
  const std::unique_ptr<sql::Health> health_;
};

}  // namespace doggy::analyzer
