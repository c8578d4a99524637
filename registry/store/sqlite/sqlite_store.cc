#include "registry/store/sqlite/sqlite_store.h"

#include <algorithm>
#include <ctime>
#include <mutex>
#include <thread>
#include <utility>

#include "platform/sqlite/folder_lock.h"
#include "platform/sqlite/health.h"
#include "platform/sqlite/open_marker.h"
#include "platform/try.h"
#include "registry/store/checks.h"
#include "registry/store/sqlite/figures.h"
#include "registry/store/sqlite/reader.h"
#include "registry/store/sqlite/schema.h"
#include "registry/store/sqlite/writer.h"

namespace doggy::store {
namespace {

sql::Database open_writer(const std::string& path) {
  sql::Database database = sql::Database::open(path, false);
  database.keep_log(true);
  sqlite::migrate(database);
  sqlite::configure(database);
  return database;
}

// Durable like the writer's: what is merged is flushed before the log is reused.
sql::Database open_for_checkpoints(const std::string& path) {
  sql::Database database = sql::Database::open(path, false);
  database.keep_log(true);
  sqlite::configure(database);
  database.execute("PRAGMA synchronous=FULL");
  return database;
}

sql::Health::Options health_options(const SqliteOptions& options, std::string file,
                                    std::optional<sqlite::Figures>& figures) {
  return {.file = std::move(file), .clock = options.clock, .outcome = [&figures](bool success) {
            if (figures) figures->committed(success);
          }};
}

}  // namespace

std::int64_t unix_seconds() {
  return std::time(nullptr);
}

struct SqliteStore::State {
  State(sql::FolderLock taken, std::string file, const SqliteOptions& options)
      : lock(std::move(taken)),
        path(std::move(file)),
        metrics(options.metrics),
        figures(metrics ? std::make_optional<sqlite::Figures>(*metrics) : std::nullopt),
        health(health_options(options, path, figures)),
        writer(open_writer(path), open_for_checkpoints(path), options.checkpoint_pages, options.now, health) {}

  const sql::FolderLock lock;
  const std::string path;
  const std::shared_ptr<observe::Metrics> metrics;
  std::optional<sqlite::Figures> figures;
  sql::Health health;
  sqlite::Writer writer;
  std::mutex mutex;
  std::vector<std::unique_ptr<sqlite::Reader>> idle_readers;  // Guarded by mutex.

  // Runs `read` with a reader of its own. Reads are not handed to another thread: from the page cache they take
  // microseconds, less than the way there and back.
  template <class Read>
  auto with_reader(Read read) -> Result<std::invoke_result_t<Read, sqlite::Reader&>> {
    try {
      std::unique_ptr<sqlite::Reader> reader;
      {
        const std::lock_guard guard(mutex);
        if (!idle_readers.empty()) {
          reader = std::move(idle_readers.back());
          idle_readers.pop_back();
        }
      }
      if (!reader) reader = std::make_unique<sqlite::Reader>(path);
      auto found = read(*reader);
      const std::lock_guard guard(mutex);
      idle_readers.push_back(std::move(reader));
      return found;
    } catch (const sql::Failure& failure) {
      health.read_failed(failure);
      return std::unexpected(sql::unavailable(failure));
    }
  }
};

SqliteStore::SqliteStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& folder,
                                                       const SqliteOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Code::kUnavailable, "Cannot make " + folder.string() + ": " + error.message());
  TRY(sql::FolderLock lock, sql::FolderLock::take(folder));
  const std::string file = (folder / kDatabaseFile).string();
  CHECK_OK(sqlite::check_log(folder));
  try {
    auto state = std::make_unique<State>(std::move(lock), file, options);
    // Before descriptors may run out. More are opened when more threads read at the same time.
    for (unsigned i = 0; i < 2 * std::max(2U, std::thread::hardware_concurrency()); ++i)
      state->idle_readers.push_back(std::make_unique<sqlite::Reader>(file));
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(state)));
  } catch (const sql::Failure& failure) {
    return std::unexpected(sql::cannot_open(file, failure));
  }
}

Result<void> SqliteStore::accept_missing_log(const std::filesystem::path& folder) {
  TRY(const sql::FolderLock lock, sql::FolderLock::take(folder));
  return sql::give_up_log(folder / kDatabaseFile);
}

Task<Result<std::optional<Item>>> SqliteStore::get(Key key) {
  check_key(key);
  co_return state_->with_reader([&](sqlite::Reader& reader) { return reader.get(key); });
}

Task<Result<std::vector<std::optional<Item>>>> SqliteStore::get_many(std::vector<Key> keys) {
  check_keys(keys);
  co_return state_->with_reader([&](sqlite::Reader& reader) {
    std::vector<std::optional<Item>> found;
    found.reserve(keys.size());
    for (const Key& key : keys) found.push_back(reader.get(key));
    return found;
  });
}

Task<Result<std::vector<Item>>> SqliteStore::query(Query query) {
  check_query(query);
  co_return state_->with_reader([&](sqlite::Reader& reader) { return reader.query(query); });
}

Task<Result<void>> SqliteStore::commit(std::vector<Write> writes) {
  check_writes(writes, transaction_limit());
  co_return co_await suspend<Result<void>>([this, writes = std::move(writes)](Resume<Result<void>> resume) mutable {
    state_->writer.submit({.writes = std::move(writes), .resume = std::move(resume)});
  });
}

Task<Result<ScanPage>> SqliteStore::scan(std::string position, std::size_t limit) {
  check_scan(limit);
  Key after;
  if (!position.empty()) {
    CO_TRY(auto parsed, parse_scan_position(position));
    after = std::move(parsed);
  }
  CO_TRY(auto items, state_->with_reader([&](sqlite::Reader& reader) { return reader.scan(after, limit); }));
  ScanPage page{.items = std::move(items), .next = {}};
  if (page.items.size() == limit) page.next = scan_position(page.items.back().key);
  co_return page;
}

Task<Result<void>> SqliteStore::ping() {
  CO_CHECK_OK(state_->with_reader([](sqlite::Reader& reader) { return reader.get({.pk = "PING", .sk = "PING"}); }));
  co_return co_await suspend<Result<void>>(
      [this](Resume<Result<void>> resume) { state_->writer.probe(std::move(resume)); });
}

}  // namespace doggy::store
