#include "alert-analyzer/pipeline/loop.h"

#include <exception>
#include <utility>

#include "platform/observe/log.h"

namespace doggy::analyzer {

Loop::Loop(std::string name, std::function<Result<bool>()> step, std::chrono::milliseconds idle, OnFailure on_failure)
    : name_(std::move(name)),
      step_(std::move(step)),
      idle_(idle),
      on_failure_(std::move(on_failure)),
      backoff_(idle, 10 * idle),
      thread_([this] { run(); }) {}

Loop::~Loop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Loop::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Loop::run() {
  for (;;) {
    const std::chrono::milliseconds pause = step_once();
    std::unique_lock lock(mutex_);
    if (pause.count() > 0) changed_.wait_for(lock, pause, [this] { return woken_ || stopping_; });
    woken_ = false;
    if (stopping_) return;
  }
}

std::chrono::milliseconds Loop::step_once() {
  // An exception must not end the service: the other loops and the next step still help the people on call.
  try {
    const auto done = step_();
    if (done) {
      backoff_.reset();
      return *done ? std::chrono::milliseconds(0) : idle_;
    }
    observe::log(observe::Level::kError, "step-failed", {{"loop", name_}, {"reason", done.error().detail}});
  } catch (const std::exception& bug) {
    on_failure_(name_, bug.what());
  } catch (...) {
    on_failure_(name_, "something that is no std::exception");
  }
  const std::lock_guard lock(mutex_);
  woken_ = false;  // No hurry after a failure.
  return backoff_.next();
}

}  // namespace doggy::analyzer
