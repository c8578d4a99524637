#include "alert-analyzer/pipeline/loop.h"

#include <exception>
#include <utility>

#include "platform/observe/log.h"

namespace doggy::analyzer {

Loop::Loop(std::string name, std::function<Result<bool>()> step, std::chrono::milliseconds idle)
    : name_(std::move(name)), step_(std::move(step)), idle_(idle), thread_([this] { run(); }) {}

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
    const bool more = step_once();
    std::unique_lock lock(mutex_);
    if (!more) changed_.wait_for(lock, idle_, [this] { return woken_ || stopping_; });
    woken_ = false;
    if (stopping_) return;
  }
}

bool Loop::step_once() {
  try {
    const auto done = step_();
    if (done) return *done;
    observe::log(observe::Level::kError, "step-failed", {{"loop", name_}, {"reason", done.error().detail}});
  } catch (const std::exception& bug) {
    // It must not end the service: the other loops and the next step still help whoever is on call.
    observe::log(observe::Level::kError, "step-threw", {{"loop", name_}, {"reason", bug.what()}});
  }
  const std::lock_guard lock(mutex_);
  woken_ = false;  // No hurry after a failure.
  return false;
}

}  // namespace doggy::analyzer
