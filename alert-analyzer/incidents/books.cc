// The statements of the ledger.
#include <initializer_list>
#include <stdexcept>
#include <utility>
#include <variant>

#include "alert-analyzer/incidents/ledger.h"
#include "platform/json/codec.h"
#include "platform/sqlite/database.h"

namespace doggy::analyzer {
namespace {

using Value = std::variant<std::int64_t, std::string_view>;

sql::Statement bound(sql::Database& database, std::string_view text, std::initializer_list<Value> values) {
  sql::Statement statement(database.handle(), text);
  int index = 0;
  for (const Value& value : values) std::visit([&](const auto& one) { statement.bind(++index, one); }, value);
  return statement;
}

void run(sql::Database& database, std::string_view text, std::initializer_list<Value> values) {
  bound(database, text, values).run();
}

template <class T>
T decoded(std::string_view body) {
  auto value = codec::decode_text<T>(body, codec::Source::kStored);
  // Only this file writes them.
  if (!value) throw std::runtime_error("a row of the ledger cannot be read: " + value.error().detail);
  return *std::move(value);
}

// The structs in the first column.
template <class T>
std::vector<T> rows(sql::Database& database, std::string_view text, std::initializer_list<Value> values) {
  sql::Statement statement = bound(database, text, values);
  std::vector<T> found;
  while (statement.step()) found.push_back(decoded<T>(statement.text(0)));
  return found;
}

template <class T>
std::optional<T> row(sql::Database& database, std::string_view text, std::initializer_list<Value> values) {
  auto found = rows<T>(database, text, values);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::int64_t number(sql::Database& database, std::string_view text, std::initializer_list<Value> values) {
  sql::Statement statement = bound(database, text, values);
  return statement.step() ? statement.number(0) : 0;
}

template <class T>
std::string encoded(const T& value) {
  return codec::encode_text(value, codec::Source::kStored);
}

}  // namespace

bool Books::see(const std::string& key, std::int64_t now_ms) {
  run(database_, "INSERT OR IGNORE INTO seen(key, at) VALUES(?1, ?2)", {key, now_ms});
  return database_.query_number("SELECT changes()") == 1;
}

void Books::put(const Incident& incident) {
  const std::string body = encoded(incident);
  run(database_,
      "INSERT OR REPLACE INTO incidents(id, grp, storm, opened, closed, notice_due, report_due, body) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      {incident.id, incident.group, std::int64_t{incident.storm}, incident.opened_ms, incident.closed_ms,
       incident.notice_due_ms, incident.report_due_ms, body});
}

std::optional<Incident> Books::incident(const std::string& id) {
  return row<Incident>(database_, "SELECT body FROM incidents WHERE id=?1", {id});
}

std::optional<Incident> Books::open_incident(const std::string& group) {
  return row<Incident>(database_, "SELECT body FROM incidents WHERE grp=?1 AND closed=0 LIMIT 1", {group});
}

std::uint64_t Books::opened_since(std::int64_t ms) {
  return static_cast<std::uint64_t>(
      number(database_, "SELECT count(*) FROM incidents WHERE opened >= ?1 AND storm=0", {ms}));
}

std::vector<Incident> Books::notices_due(std::int64_t now_ms) {
  return rows<Incident>(
      database_, "SELECT body FROM incidents WHERE notice_due > 0 AND notice_due <= ?1 ORDER BY notice_due", {now_ms});
}

std::optional<Incident> Books::report_due(std::int64_t now_ms) {
  return row<Incident>(
      database_, "SELECT body FROM incidents WHERE report_due > 0 AND report_due <= ?1 ORDER BY report_due LIMIT 1",
      {now_ms});
}

std::vector<Incident> Books::recent(std::int64_t before_ms, std::size_t most) {
  return rows<Incident>(database_,
                        "SELECT body FROM incidents WHERE opened < ?1 ORDER BY opened DESC, id DESC LIMIT ?2",
                        {before_ms, static_cast<std::int64_t>(most)});
}

void Books::put(const KnownAlert& alert) {
  const std::string body = encoded(alert);
  const std::string occurrence = alert.alert.occurrence();
  const bool fires = alert.resolved_ms == 0;
  run(database_,
      "INSERT OR REPLACE INTO alerts(occurrence, incident, firing, untold, unreported, received, body) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      {occurrence, alert.incident_id, std::int64_t{fires}, std::int64_t{fires && alert.critical && !alert.noticed},
       std::int64_t{!alert.reported}, alert.received_ms, body});
}

std::optional<KnownAlert> Books::alert(const std::string& occurrence) {
  return row<KnownAlert>(database_, "SELECT body FROM alerts WHERE occurrence=?1", {occurrence});
}

std::vector<KnownAlert> Books::alerts(const std::string& incident_id) {
  return rows<KnownAlert>(database_, "SELECT body FROM alerts WHERE incident=?1 ORDER BY received, occurrence",
                          {incident_id});
}

std::vector<KnownAlert> Books::untold(const std::string& incident_id) {
  return rows<KnownAlert>(
      database_, "SELECT body FROM alerts WHERE incident=?1 AND untold=1 ORDER BY received, occurrence", {incident_id});
}

std::vector<KnownAlert> Books::unreported(const std::string& incident_id) {
  return rows<KnownAlert>(database_,
                          "SELECT body FROM alerts WHERE incident=?1 AND unreported=1 ORDER BY received, occurrence",
                          {incident_id});
}

std::uint64_t Books::total(const std::string& incident_id) {
  return static_cast<std::uint64_t>(number(database_, "SELECT count(*) FROM alerts WHERE incident=?1", {incident_id}));
}

std::uint64_t Books::firing(const std::string& incident_id) {
  return static_cast<std::uint64_t>(
      number(database_, "SELECT count(*) FROM alerts WHERE incident=?1 AND firing=1", {incident_id}));
}

void Books::put(const Delivery& delivery) {
  const std::string body = encoded(delivery);
  run(database_,
      "INSERT OR REPLACE INTO deliveries(id, incident, channel, state, created, due, body) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      {delivery.id, delivery.incident_id, delivery.channel, codec::enum_name(delivery.state), delivery.created_ms,
       delivery.due_ms, body});
}

std::vector<Delivery> Books::deliveries(const std::string& incident_id) {
  return rows<Delivery>(database_, "SELECT body FROM deliveries WHERE incident=?1 ORDER BY created, id", {incident_id});
}

std::vector<Delivery> Books::deliveries_due(const std::string& channel, std::int64_t now_ms, std::size_t most) {
  return rows<Delivery>(database_,
                        "SELECT body FROM deliveries WHERE channel=?1 AND state='waiting' AND due <= ?2 "
                        "ORDER BY created, id LIMIT ?3",
                        {channel, now_ms, static_cast<std::int64_t>(most)});
}

std::vector<Delivery> Books::dead_deliveries(std::size_t most) {
  return rows<Delivery>(database_, "SELECT body FROM deliveries WHERE state='dead' ORDER BY created, id LIMIT ?1",
                        {static_cast<std::int64_t>(most)});
}

std::uint64_t Books::replay_deliveries(const std::string& id, std::int64_t now_ms) {
  auto dead = rows<Delivery>(database_, "SELECT body FROM deliveries WHERE state='dead' AND (?1='' OR id=?1)", {id});
  for (Delivery& delivery : dead) {
    delivery.state = DeliveryState::kWaiting;
    delivery.attempts = 0;
    delivery.due_ms = now_ms;
    put(delivery);
  }
  return dead.size();
}

Books::DeliveryFigures Books::delivery_figures() {
  sql::Statement statement =
      bound(database_, "SELECT state, count(*), min(created) FROM deliveries WHERE state <> 'sent' GROUP BY state", {});
  DeliveryFigures figures;
  while (statement.step()) {
    const auto count = static_cast<std::uint64_t>(statement.number(1));
    if (statement.text(0) == "dead") {
      figures.dead = count;
    } else {
      figures.waiting = count;
      figures.oldest_ms = statement.number(2);
    }
  }
  return figures;
}

void Books::put(const Heartbeat& heartbeat) {
  const std::string body = encoded(heartbeat);
  run(database_, "INSERT OR REPLACE INTO heartbeats(name, body) VALUES(?1, ?2)", {heartbeat.name, body});
}

std::vector<Heartbeat> Books::heartbeats() {
  return rows<Heartbeat>(database_, "SELECT body FROM heartbeats ORDER BY name", {});
}

Spend Books::spend(const std::string& day) {
  return row<Spend>(database_, "SELECT body FROM spend WHERE day=?1", {day}).value_or(Spend{});
}

void Books::put(const std::string& day, const Spend& spend) {
  const std::string body = encoded(spend);
  run(database_, "INSERT OR REPLACE INTO spend(day, body) VALUES(?1, ?2)", {day, body});
}

std::optional<std::string> Books::cached(const std::string& key, std::int64_t since_ms) {
  sql::Statement statement = bound(database_, "SELECT analysis FROM cache WHERE key=?1 AND at >= ?2", {key, since_ms});
  if (!statement.step()) return {};
  return std::string(statement.text(0));
}

void Books::cache(const std::string& key, const std::string& analysis, std::int64_t now_ms) {
  run(database_, "INSERT OR REPLACE INTO cache(key, at, analysis) VALUES(?1, ?2, ?3)", {key, now_ms, analysis});
}

void Books::purge(std::int64_t before_ms) {
  run(database_, "DELETE FROM seen WHERE at < ?1", {before_ms});
  run(database_, "DELETE FROM cache WHERE at < ?1", {before_ms});
  run(database_, "DELETE FROM deliveries WHERE state='sent' AND created < ?1", {before_ms});
  run(database_, "DELETE FROM alerts WHERE firing=0 AND received < ?1", {before_ms});
  run(database_, "DELETE FROM incidents WHERE closed > 0 AND closed < ?1", {before_ms});
}

}  // namespace doggy::analyzer
