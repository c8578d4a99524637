#include "registry/store/sqlite/writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "platform/observe/log.h"
#include "registry/store/checks.h"

namespace doggy::store::sqlite {
namespace {

constexpr std::chrono::seconds kPurgeInterval{30};
constexpr std::size_t kLargeRequest = 25;  // Writes.
constexpr int kMostLogs = 4;               // Commits wait when the log is this many times as long as it should be.
constexpr int kPurgeAtOnce = 200;          // So few that a commit does not wait long for them.

int remember_log_pages(void* log_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

// Instead of SQLite's own checkpoints, which are part of a COMMIT.
Database without_checkpoints(Database database, int& log_pages) {
  sqlite3_wal_hook(database.handle(), remember_log_pages, &log_pages);
  return database;
}

bool is_large(const Writer::Request& request) {
  return request.writes.size() > kLargeRequest;
}

void bind_or_null(Statement& statement, int index, const std::string& text) {
  if (text.empty())
    statement.bind_null(index);
  else
    statement.bind(index, text);
}

}  // namespace

Writer::Writer(Database database, Database for_checkpoints, int checkpoint_pages, std::function<std::int64_t()> now,
               sql::Health& health)
    : checkpoint_pages_(checkpoint_pages),
      now_(std::move(now)),
      health_(health),
      database_(without_checkpoints(std::move(database), log_pages_)),
      marker_(database_),
      begin_(database_.handle(), "BEGIN IMMEDIATE"),
      commit_(database_.handle(), "COMMIT"),
      version_(database_.handle(), "SELECT version FROM items WHERE pk=?1 AND sk=?2"),
      put_(database_.handle(),
           "INSERT INTO items(pk, sk, version, body, label, time, kind, expires) VALUES(?1,?2,?3,?4,?5,?6,?7,?8) "
           "ON CONFLICT(pk, sk) DO UPDATE SET version=excluded.version, body=excluded.body, label=excluded.label, "
           "time=excluded.time, kind=excluded.kind, expires=excluded.expires"),
      delete_(database_.handle(), "DELETE FROM items WHERE pk=?1 AND sk=?2"),
      purge_(database_.handle(),
             "DELETE FROM items WHERE (pk, sk) IN (SELECT pk, sk FROM items WHERE expires < ?1 LIMIT ?2)"),
      checkpointer_(std::move(for_checkpoints), [this](bool success) { log_merged(success); }),
      thread_([this] { work(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Writer::submit(Request request) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(request));
  }
  wake_.notify_one();
}

void Writer::probe(Resume<Result<void>> resume) {
  bool tries = false;
  {
    const std::lock_guard lock(mutex_);
    // While somebody else's commit is under way its outcome is not waited for: it may be a long import.
    tries = !busy_ && waiting_.empty() && !stopping_ && health_.claim_trial();
    if (tries) waiting_.push_back({.writes = {}, .resume = std::exchange(resume, nullptr)});
  }
  if (tries)
    wake_.notify_one();
  else
    resume(health_.state());
}

void Writer::work() {
  auto next_purge = std::chrono::steady_clock::now();
  std::vector<Request> group;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, next_purge, [this] { return stopping_ || merged_ || may_write(); });
      if (waiting_.empty() && stopping_) return;
      take_group(group);
      busy_ = !group.empty();
    }
    if (!group.empty()) run_group(group);
    group.clear();
    shorten_log();
    if (const auto now = std::chrono::steady_clock::now(); now >= next_purge) {
      const bool more = purge_expired();
      next_purge = more ? now : now + kPurgeInterval;
    }
  }
}

bool Writer::holds_large() const {
  return (merging_ || merged_) && !stopping_;
}

bool Writer::may_write() const {
  return holds_large() ? !std::ranges::all_of(waiting_, is_large) : !waiting_.empty();
}

void Writer::take_group(std::vector<Request>& group) {
  const auto first_large = std::ranges::find_if(waiting_, is_large);
  const bool only_large = std::ranges::all_of(waiting_, is_large);
  if (!holds_large() && first_large != waiting_.end() && (only_large || !was_large_)) {
    was_large_ = true;
    group.push_back(std::move(*first_large));
    waiting_.erase(first_large);
    return;
  }
  was_large_ = false;
  std::vector<Request> rest;
  for (Request& request : waiting_) (is_large(request) ? rest : group).push_back(std::move(request));
  waiting_ = std::move(rest);
}

void Writer::run_group(std::span<Request> group) {
  // What is written to a damaged file may be lost with it, so nothing is acknowledged any more.
  std::vector<Result<void>> results =
      health_.is_damaged() ? std::vector<Result<void>>(group.size(), health_.state()) : try_group(group);
  {
    // Before the answers: whoever asks for readiness then may have a commit tried.
    const std::lock_guard lock(mutex_);
    busy_ = false;
  }
  for (std::size_t i = 0; i < group.size(); ++i) group[i].resume(std::move(results[i]));
}

std::vector<Result<void>> Writer::try_group(std::span<Request> group) {
  std::vector<Result<void>> results;
  try {
    return apply_group(group);
  } catch (const Failure& failure) {
    // A failed COMMIT may have ended the transaction already.
    if (sqlite3_get_autocommit(database_.handle()) == 0)
      sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    if (group.size() == 1) {
      health_.commit_failed(failure);
      results.emplace_back(std::unexpected(unavailable(failure)));
      return results;
    }
  }
  // Perhaps only the largest of them did not fit on the disk.
  for (std::size_t i = 0; i < group.size(); ++i) results.push_back(std::move(try_group(group.subspan(i, 1)).front()));
  return results;
}

std::vector<Result<void>> Writer::apply_group(std::span<Request> group) {
  std::vector<Result<void>> results;
  results.reserve(group.size());
  const std::int64_t before = database_.total_changes();
  bool touched = false;
  begin_.run();
  for (Request& request : group) {
    if (!conditions_hold(request.writes)) {
      results.emplace_back(fail(Code::kConflict, "Somebody else wrote first."));
      continue;
    }
    for (const Write& write : request.writes) apply(write);
    if (request.writes.empty()) {
      sql::touch(database_);
      touched = true;
    }
    results.emplace_back();
  }
  commit_.run();
  // A transaction that changed nothing says nothing about the disk.
  if (touched || database_.total_changes() != before) health_.committed();
  return results;
}

bool Writer::conditions_hold(const std::vector<Write>& writes) {
  for (const Write& write : writes) {
    const Condition& condition = condition_of(write);
    if (std::holds_alternative<Any>(condition)) continue;
    const Key& key = key_of(write);
    const ResetAtEnd reset(version_);
    version_.bind(1, key.pk);
    version_.bind(2, key.sk);
    std::optional<std::uint64_t> version;
    if (version_.step()) version = static_cast<std::uint64_t>(version_.number(0));
    if (!holds(condition, version)) return false;
  }
  return true;
}

void Writer::apply(const Write& write) {
  if (const auto* gone = std::get_if<Delete>(&write)) {
    delete_.bind(1, gone->key.pk);
    delete_.bind(2, gone->key.sk);
    delete_.run();
  }
  if (const auto* put = std::get_if<Put>(&write)) {
    const Item& item = put->item;
    put_.bind(1, item.key.pk);
    put_.bind(2, item.key.sk);
    put_.bind(3, static_cast<std::int64_t>(item.version));
    put_.bind(4, item.body);
    put_.bind(5, item.label);
    bind_or_null(put_, 6, item.time);
    bind_or_null(put_, 7, item.kind);
    if (item.expires_at == 0)
      put_.bind_null(8);
    else
      put_.bind(8, item.expires_at);
    put_.run();
  }
}

void Writer::log_merged(bool success) {
  {
    const std::lock_guard lock(mutex_);
    merging_ = false;
    merged_ = success;
  }
  wake_.notify_one();
}

void Writer::shorten_log() {
  bool merged = false;
  bool starts = false;
  {
    const std::lock_guard lock(mutex_);
    merged = std::exchange(merged_, false);
    starts = !merged && !merging_ && log_pages_ >= checkpoint_pages_;
    if (starts) merging_ = true;
  }
  // Only small commits came during the checkpoint: what is left to merge does not take long.
  if (merged && checkpoint(database_)) log_pages_ = 0;
  if (starts) checkpointer_.start();
  if (log_pages_ >= kMostLogs * checkpoint_pages_) checkpointer_.wait();
}

bool Writer::purge_expired() {
  try {
    purge_.bind(1, now_());
    purge_.bind(2, std::int64_t{kPurgeAtOnce});
    purge_.run();
    return sqlite3_changes(database_.handle()) == kPurgeAtOnce;
  } catch (const Failure& failure) {
    observe::log(observe::Level::kWarn, "store purge failed", {{"reason", failure.what()}});
    return false;
  }
}

}  // namespace doggy::store::sqlite
