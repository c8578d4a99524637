#include "platform/async/keyed_limit.h"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace doggy {
namespace {

enum class Turn : std::uint8_t { kGranted, kFull, kAbandoned, kStopped };

}  // namespace

struct KeyedLimit::State {
  struct Waiter {
    Abandoned abandoned;
    Resume<Turn> resume;
  };
  struct Work {
    std::size_t running = 0;
    std::deque<Waiter> waiters;
  };

  explicit State(Options chosen) : options(std::move(chosen)) {}

  void acquire(const std::string& key, Abandoned abandoned, Resume<Turn> resume) {
    Turn turn = Turn::kGranted;
    std::vector<Resume<Turn>> gone;
    {
      const std::lock_guard lock(mutex);
      Work& work = by_key[key];
      if (work.waiters.size() >= options.waiting) gone = take_abandoned(work);
      if (stopped) {
        turn = Turn::kStopped;
      } else if (work.running < options.at_once) {
        ++work.running;
      } else if (work.waiters.size() < options.waiting) {
        ++waiting;
        work.waiters.push_back({.abandoned = std::move(abandoned), .resume = std::move(resume)});
        resume = nullptr;
      } else {
        turn = Turn::kFull;
        ++refused;
      }
      forget_if_idle(key, work);
    }
    for (auto& one : gone) one(Turn::kAbandoned);
    if (resume) resume(turn);
  }

  // Those whose client has left, so that they take no places in the line. With the mutex held.
  std::vector<Resume<Turn>> take_abandoned(Work& work) {
    std::vector<Resume<Turn>> gone;
    std::erase_if(work.waiters, [&](Waiter& waiter) {
      const bool left = waiter.abandoned && waiter.abandoned->load(std::memory_order_relaxed);
      if (left) gone.push_back(std::move(waiter.resume));
      return left;
    });
    waiting -= gone.size();
    return gone;
  }

  // Hands the place on to the first who still waits for it.
  void release(const std::string& key) {
    std::vector<std::pair<Resume<Turn>, Turn>> told;
    {
      const std::lock_guard lock(mutex);
      Work& work = by_key[key];
      bool handed_on = false;
      while (!handed_on && !work.waiters.empty()) {
        Waiter next = std::move(work.waiters.front());
        work.waiters.pop_front();
        --waiting;
        handed_on = !next.abandoned || !next.abandoned->load(std::memory_order_relaxed);
        told.emplace_back(std::move(next.resume), handed_on ? Turn::kGranted : Turn::kAbandoned);
      }
      if (!handed_on) --work.running;
      forget_if_idle(key, work);
    }
    for (auto& [resume, turn] : told) resume(turn);
  }

  void stop() {
    std::vector<Resume<Turn>> left;
    {
      const std::lock_guard lock(mutex);
      stopped = true;
      for (auto& [key, work] : by_key) {
        for (Waiter& waiter : work.waiters) left.push_back(std::move(waiter.resume));
        work.waiters.clear();
      }
      waiting = 0;
    }
    for (auto& resume : left) resume(Turn::kStopped);
  }

  void forget_if_idle(const std::string& key, const Work& work) {
    if (work.running == 0 && work.waiters.empty()) by_key.erase(key);
  }

  const Options options;
  mutable std::mutex mutex;
  std::map<std::string, Work> by_key;  // All below guarded by the mutex.
  std::size_t waiting = 0;
  std::uint64_t refused = 0;
  bool stopped = false;
};

KeyedLimit::KeyedLimit(Options options) : state_(std::make_shared<State>(std::move(options))) {}

KeyedLimit::~KeyedLimit() {
  state_->stop();
}

Task<Result<KeyedLimit::Permit>> KeyedLimit::acquire(std::string key, Abandoned abandoned) {
  const std::shared_ptr<State> state = state_;
  const Turn turn = co_await suspend<Turn>([state, key, abandoned = std::move(abandoned)](Resume<Turn> resume) mutable {
    state->acquire(key, std::move(abandoned), std::move(resume));
  });
  Error error{.code = Code::kUnavailable, .detail = {}};
  error.retry_after = state->options.retry_after;
  switch (turn) {
    case Turn::kGranted:
      co_return Permit(std::shared_ptr<void>(nullptr, [state, key](void*) { state->release(key); }));
    case Turn::kFull:
      error.code = Code::kThrottled;
      error.detail = fmt::format("You already have {} {} under way. Try again when one of them has finished.",
                                 state->options.at_once, state->options.name);
      break;
    case Turn::kAbandoned:
      error.detail = "The client closed the connection before its turn came.";
      break;
    case Turn::kStopped:
      error.detail = "The server is shutting down.";
      break;
  }
  co_return std::unexpected(std::move(error));
}

const KeyedLimit::Options& KeyedLimit::options() const {
  return state_->options;
}

std::size_t KeyedLimit::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting;
}

std::uint64_t KeyedLimit::refused() const {
  const std::lock_guard lock(state_->mutex);
  return state_->refused;
}

}  // namespace doggy
