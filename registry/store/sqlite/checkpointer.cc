#include "registry/store/sqlite/checkpointer.h"

#include <utility>

#include "platform/observe/log.h"

namespace doggy::store::sqlite {

Checkpointer::Checkpointer(Database database) : database_(std::move(database)), thread_([this] { work(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Checkpointer::take_success_or_start() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(succeeded_, false)) return true;
    wanted_ = true;
  }
  changed_.notify_all();
  return false;
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
    const bool done = checkpoint(database_);
    lock.lock();
    wanted_ = false;
    succeeded_ = done;
    changed_.notify_all();
  }
}

bool checkpoint(Database& database) {
  const int code = sqlite3_wal_checkpoint_v2(database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK)
    observe::log(observe::Level::kWarn, "store checkpoint failed", {{"reason", sqlite3_errstr(code)}});
  return code == SQLITE_OK;
}

}  // namespace doggy::store::sqlite
