#include "registry/store/sqlite/checkpointer.h"

#include <utility>

#include "platform/observe/log.h"

namespace doggy::store::sqlite {
namespace {

bool succeeded(int code) {
  if (code != SQLITE_OK)
    observe::log(observe::Level::kWarn, "store checkpoint failed", {{"reason", sqlite3_errstr(code)}});
  return code == SQLITE_OK;
}

// The database file, without its log.
bool flush(Database& database) {
  sqlite3_file* file = nullptr;
  int code = sqlite3_file_control(database.handle(), nullptr, SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  return succeeded(code);
}

}  // namespace

Checkpointer::Checkpointer(Database database, std::function<void(bool)> ended)
    : database_(std::move(database)), ended_(std::move(ended)), thread_([this] { work(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Checkpointer::start() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  changed_.notify_all();
}

void Checkpointer::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !wanted_; });
}

void Checkpointer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    lock.unlock();
    // SQLite flushes the file only if nothing was committed meanwhile. Otherwise the next checkpoint would have to.
    const bool done = checkpoint(database_) && flush(database_);
    lock.lock();
    wanted_ = false;
    changed_.notify_all();
    lock.unlock();
    ended_(done);
    lock.lock();
  }
}

bool checkpoint(Database& database) {
  const int code = sqlite3_wal_checkpoint_v2(database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return succeeded(code);
}

}  // namespace doggy::store::sqlite
