#include "platform/async/supervisor.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "platform/time/backoff.h"

namespace doggy {
namespace {

using boost::asio::steady_timer;
using SharedTimer = std::shared_ptr<steady_timer>;

// A timer belongs to its executor's thread.
void cancel_on_its_executor(const SharedTimer& timer) {
  if (timer) boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
}

}  // namespace

// Shared with the tasks. Timers are owned by those who wait for them, so that none outlives its event loop.
struct Supervisor::State {
  explicit State(OnFailure told) : on_failure(std::move(told)) {}

  const OnFailure on_failure;
  std::mutex mutex;
  // All guarded by mutex.
  std::size_t running = 0;
  bool stopping = false;
  std::set<SharedTimer> sleeping;
  std::vector<std::weak_ptr<steady_timer>> stops;  // The graces of those who wait for the end.

  void report(std::string_view name, const std::exception_ptr& error) const {
    if (!on_failure) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& thrown) {
      on_failure(name, thrown.what());
    } catch (...) {
      on_failure(name, "something that is no std::exception");
    }
  }

  void begun() {
    const std::lock_guard lock(mutex);
    ++running;
  }

  void ended() {
    std::vector<std::weak_ptr<steady_timer>> waiting;
    {
      const std::lock_guard lock(mutex);
      if (--running == 0) waiting.swap(stops);
    }
    for (const auto& grace : waiting) cancel_on_its_executor(grace.lock());
  }
};

Supervisor::Supervisor(OnFailure on_failure) : state_(std::make_shared<State>(std::move(on_failure))) {}
Supervisor::~Supervisor() = default;

void Supervisor::spawn(const boost::asio::any_io_executor& executor, std::string name, Loop loop) {
  spawn(executor, std::move(name), std::move(loop), Restart{});
}

void Supervisor::spawn(const boost::asio::any_io_executor& executor, std::string name, Loop loop, Restart restart) {
  auto kept = keep(state_, name, std::move(loop), restart);
  spawn_once(executor, std::move(name), std::move(kept));
}

void Supervisor::spawn_once(const boost::asio::any_io_executor& executor, std::string name, Task<void> task,
                            std::move_only_function<void()> ended) {
  state_->begun();
  boost::asio::co_spawn(
      executor, std::move(task),
      [state = state_, name = std::move(name), ended = std::move(ended)](const std::exception_ptr& error) mutable {
        if (error) state->report(name, error);
        if (ended) ended();
        state->ended();
      });
}

Task<void> Supervisor::keep(std::shared_ptr<State> state, std::string name, Loop loop, Restart restart) {
  Backoff backoff(restart.first, restart.longest);
  for (;;) {
    const auto began = std::chrono::steady_clock::now();
    std::exception_ptr error;
    try {
      co_await loop();
      co_return;
    } catch (...) {
      error = std::current_exception();
    }
    state->report(name, error);
    if (std::chrono::steady_clock::now() - began > restart.longest) backoff.reset();
    const bool go_on = co_await sleep_until_stopped(state, backoff.next());
    if (!go_on) co_return;
  }
}

Task<bool> Supervisor::sleep(std::chrono::milliseconds time) {
  return sleep_until_stopped(state_, time);
}

Task<bool> Supervisor::sleep_until_stopped(std::shared_ptr<State> state, std::chrono::milliseconds time) {
  // Leaves the list also when the coroutine is destroyed while it sleeps.
  struct Sleeper {
    Sleeper(std::shared_ptr<State> with, SharedTimer by) : state(std::move(with)), timer(std::move(by)) {}
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;
    ~Sleeper() {
      const std::lock_guard lock(state->mutex);
      state->sleeping.erase(timer);
    }
    const std::shared_ptr<State> state;
    const SharedTimer timer;
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  const Sleeper sleeper(state, std::make_shared<steady_timer>(executor, time));
  {
    const std::lock_guard lock(state->mutex);
    if (state->stopping) co_return false;
    state->sleeping.insert(sleeper.timer);
  }
  // stop() cancels on this executor, so after this has begun to wait.
  co_await sleeper.timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  const std::lock_guard lock(state->mutex);
  co_return !state->stopping;
}

void Supervisor::stop(const boost::asio::any_io_executor& executor, std::chrono::milliseconds grace,
                      std::move_only_function<void()> then) {
  const auto timer = std::make_shared<steady_timer>(executor, grace);
  timer->async_wait([timer, then = std::move(then)](boost::system::error_code) mutable { then(); });
  std::set<SharedTimer> woken;
  bool idle = false;
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    woken = state_->sleeping;
    idle = state_->running == 0;
    if (!idle) state_->stops.push_back(timer);
  }
  for (const SharedTimer& sleeper : woken) cancel_on_its_executor(sleeper);
  if (idle) cancel_on_its_executor(timer);
}

}  // namespace doggy
