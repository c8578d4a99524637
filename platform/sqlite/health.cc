#include "platform/sqlite/health.h"

#include "platform/observe/log.h"

namespace doggy::sql {
namespace {

constexpr std::chrono::seconds kFresh(15);  // A success that is no older says enough.
constexpr std::chrono::seconds kBetweenTrials(1);

}  // namespace

void Health::committed() {
  {
    const std::lock_guard lock(mutex_);
    last_success_ = options_.clock();
    if (damaged_) return;
    if (error_) observe::log(observe::Level::kInfo, "database-writable-again", {{"file", options_.file}});
    error_.reset();
  }
  options_.outcome(true);
}

void Health::commit_failed(const Failure& failure) {
  {
    const std::lock_guard lock(mutex_);
    if (is_damage(failure))
      note_damage(failure);
    else if (!error_)
      observe::log(observe::Level::kError, "database-not-writable",
                   {{"file", options_.file}, {"reason", failure.what()}, {"code", failure.code()}});
    if (!damaged_) error_ = unavailable(failure);
  }
  options_.outcome(false);
}

void Health::read_failed(const Failure& failure) {
  if (!is_damage(failure)) return;
  {
    const std::lock_guard lock(mutex_);
    if (damaged_) return;
    note_damage(failure);
  }
  options_.outcome(false);
}

void Health::note_damage(const Failure& failure) {
  if (!damaged_)
    observe::log(observe::Level::kError, "database-damaged",
                 {{"file", options_.file},
                  {"reason", failure.what()},
                  {"code", failure.code()},
                  {"action", "Nothing is saved any more. Stop the server and restore a backup."}});
  damaged_ = true;
  error_ = unavailable(failure);
}

Result<void> Health::state() const {
  const std::lock_guard lock(mutex_);
  if (error_) return std::unexpected(*error_);
  return {};
}

bool Health::is_damaged() const {
  const std::lock_guard lock(mutex_);
  return damaged_;
}

bool Health::claim_trial() {
  const std::lock_guard lock(mutex_);
  if (damaged_) return false;
  const Time now = options_.clock();
  if (last_trial_ && now - *last_trial_ < kBetweenTrials) return false;
  if (!error_ && last_success_ && now - *last_success_ < kFresh) return false;
  last_trial_ = now;
  return true;
}

}  // namespace doggy::sql
