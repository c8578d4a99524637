#include "registry/jobs/runner.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "platform/async/supervisor.h"
#include "platform/observe/background.h"
#include "platform/observe/log.h"
#include "platform/time/backoff.h"
#include "registry/jobs/figures.h"
#include "registry/jobs/queue.h"

namespace doggy::jobs {
namespace {

using std::chrono::milliseconds;

// How many jobs of a shard are looked at; and when all of those are due, how many more at a time, how often. Many of a
// kind that has no room must not hide the others behind them.
constexpr std::size_t kFirstLook = 8;
constexpr std::size_t kLook = 100;
constexpr std::size_t kMostLooks = 20;

bool may_succeed_later(Code code) {
  return code == Code::kUnavailable || code == Code::kThrottled || code == Code::kConflict;
}

milliseconds delay_after(unsigned attempt, const Effort& effort, const Error& error) {
  if (error.retry_after && error.code == Code::kThrottled) return *error.retry_after;
  return Backoff(effort.first_delay, effort.longest_delay).pause(attempt);
}

struct Kind {
  Handler handler;
  Effort effort;
  unsigned running = 0;
};

}  // namespace

// What a kind's jobs are done with. Once start() was called, everything that changes belongs to loop 0.
struct Runner::State {
  State(store::Store& store, Clock now, observe::Metrics& metrics, Options chosen)
      : queue(store, now),
        clock(std::move(now)),
        figures(metrics),
        options(chosen),
        tasks(observe::background_failures(metrics)) {}

  Queue queue;
  const Clock clock;
  Figures figures;
  const Options options;
  Supervisor tasks;  // Looking for jobs, and every job.
  std::map<std::string, Kind> kinds;

  Runtime* runtime = nullptr;
  std::optional<boost::asio::steady_timer> bell;
  std::optional<boost::asio::steady_timer> rest;
  std::atomic<bool> rung = false;
  bool draining = false;
  bool crowded = false;  // Whether something due was left because too much was running.
  std::size_t running = 0;
  std::size_t next_loop = 0;
  unsigned first_shard = 0;
  std::chrono::steady_clock::time_point measured = std::chrono::steady_clock::time_point::min();

  void ring() {
    rung = true;
    bell->cancel();
  }
};

// What the coroutines do: they share the state with the runner, and outlive it on a loop that is being destroyed.
struct Runner::Work {
  using Shared = std::shared_ptr<State>;

  // Calls the handler; an exception is a bug, and reported as something that may succeed later.
  static Task<Result<void>> handle(Shared state, Held held) {
    if (held.useless_after && *held.useless_after <= state->clock())
      co_return fail(Code::kGone, "It is no longer worth doing.");
    try {
      co_return co_await state->kinds.at(held.job.kind).handler(held.job);
    } catch (const std::exception& bug) {
      observe::log(observe::Level::kError, "job-bug", {{"kind", held.job.kind}, {"what", bug.what()}});
    }
    co_return fail(Code::kUnavailable, "The handler has failed.");
  }

  static void log_failure(observe::Level level, std::string_view event, const Held& held, const Error& error) {
    observe::log(level, event, {{"kind", held.job.kind}, {"attempt", held.job.attempt}, {"reason", error.detail}});
  }

  static Task<void> attempt(Shared state, Held held) {
    const std::string kind = held.job.kind;
    auto result = co_await handle(state, held);
    Result<bool> settled = true;
    if (result) {
      state->figures.attempted(kind, Outcome::kDone);
      settled = co_await state->queue.finish(std::move(held));
    } else {
      settled = co_await settle_failure(state, std::move(held), std::move(result.error()));
    }
    // When the store does not answer, the lease ends by itself and the job is done again.
    if (!settled || !*settled) observe::log(observe::Level::kWarn, "job-not-settled", {{"kind", kind}});
  }

  static Task<Result<bool>> settle_failure(Shared state, Held held, Error error) {
    const Effort& effort = state->kinds.at(held.job.kind).effort;
    const milliseconds delay = delay_after(held.job.attempt, effort, error);
    const Timestamp next = Timestamp::from_unix_ms(state->clock().unix_ms() + delay.count());
    const bool again = may_succeed_later(error.code) && held.job.attempt < effort.attempts &&
                       (!held.useless_after || next < *held.useless_after);
    state->figures.attempted(held.job.kind, again ? Outcome::kAgain : Outcome::kDead);
    Result<bool> settled = true;
    if (again)
      settled = co_await state->queue.retry(held, delay);
    else
      settled = co_await state->queue.bury(held, error.detail);
    log_failure(again ? observe::Level::kWarn : observe::Level::kError, again ? "job-again" : "job-dead", held, error);
    co_return settled;
  }

  // Takes up to `most` jobs that are due, of kinds that have room, and passes them to `start`. Returns when the next
  // job is due, if one was seen.
  static Task<std::optional<Timestamp>> take_due(Shared state, std::size_t most, std::function<void(Held)> start) {
    std::optional<Timestamp> next;
    state->crowded = false;
    const unsigned begin = state->first_shard++;
    for (unsigned i = 0; i < kShards; ++i) {
      const unsigned shard = (begin + i) % kShards;
      std::string after;
      for (std::size_t look = 0; look < kMostLooks; ++look) {
        auto page = co_await state->queue.first(shard, look == 0 ? kFirstLook : kLook, std::move(after));
        if (!page) break;
        after = std::move(page->next);
        for (Held& held : page->jobs) {
          const Timestamp due = Queue::due(held);
          if (due > state->clock()) {
            if (!next || due < *next) next = due;
            after.clear();
            break;
          }
          const auto kind = state->kinds.find(held.job.kind);
          if (kind == state->kinds.end()) continue;
          if (most == 0 || kind->second.running >= kind->second.effort.at_once) {
            state->crowded = true;
            continue;
          }
          if (state->draining) co_return next;
          auto taken = co_await state->queue.take(std::move(held), kind->second.effort.lease);
          if (!taken || !*taken) continue;
          --most;
          start(std::move(**taken));
        }
        if (after.empty() || most == 0) break;
      }
    }
    co_return next;
  }

  // On loop 0.
  static void start_one(const Shared& state, Held held) {
    const std::string kind = held.job.kind;
    ++state->running;
    ++state->kinds.at(kind).running;
    state->figures.running(state->running);
    boost::asio::io_context& loop = state->runtime->loop(state->next_loop++ % state->runtime->loops());
    state->tasks.spawn_once(loop.get_executor(), "job", attempt(state, std::move(held)), [state, kind] {
      boost::asio::post(state->runtime->loop(0), [state, kind] {
        --state->running;
        --state->kinds.at(kind).running;
        state->figures.running(state->running);
        if (state->crowded) state->ring();
      });
    });
  }

  static Task<void> measure(Shared state) {
    const auto now = std::chrono::steady_clock::now();
    if (now < state->measured + state->options.measure_every) co_return;
    state->measured = now;
    auto depth = co_await state->queue.depth();
    if (depth) state->figures.measured(*depth);
  }

  static Task<void> look(Shared state) {
    while (!state->draining) {
      state->rung = false;
      co_await measure(state);
      const std::size_t room = state->options.at_once - std::min<std::size_t>(state->running, state->options.at_once);
      auto next = co_await take_due(state, room, [state](Held held) { start_one(state, std::move(held)); });
      if (state->draining) continue;
      state->rest->expires_after(state->options.rest_between);
      co_await state->rest->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
      // Whoever rings from here on cancels the wait: both happen on this loop.
      if (state->draining || state->rung) continue;
      milliseconds pause = state->options.look_every;
      if (next) pause = std::clamp(milliseconds(next->unix_ms() - state->clock().unix_ms()), milliseconds(1), pause);
      state->bell->expires_after(pause);
      co_await state->bell->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
  }
};

Runner::Runner(store::Store& store, Clock clock, observe::Metrics& metrics, Options options)
    : state_(std::make_shared<State>(store, std::move(clock), metrics, options)) {}
Runner::~Runner() {
  // What was under way on another loop holds the state until that loop is destroyed, which may be after loop 0, whose
  // timers these are.
  state_->bell.reset();
  state_->rest.reset();
}

void Runner::handle(std::string kind, Handler handler, Effort effort) {
  state_->kinds.emplace(std::move(kind), Kind{.handler = std::move(handler), .effort = effort});
}

Task<Result<void>> Runner::enqueue(NewJob job) {
  auto done = co_await state_->queue.put(std::move(job));
  if (done) wake();
  co_return done;
}

void Runner::wake() {
  if (state_->runtime == nullptr || state_->rung.exchange(true)) return;
  boost::asio::post(state_->bell->get_executor(), [state = state_] { state->ring(); });
}

void Runner::start(Runtime& runtime) {
  state_->runtime = &runtime;
  state_->bell.emplace(runtime.loop(0));
  state_->rest.emplace(runtime.loop(0));
  state_->tasks.spawn(runtime.loop(0).get_executor(), "jobs", [state = state_] { return Work::look(state); });
}

void Runner::drain(milliseconds grace, std::function<void()> then) {
  if (state_->runtime == nullptr) return then();
  boost::asio::post(state_->bell->get_executor(), [state = state_, grace, then = std::move(then)]() mutable {
    state->draining = true;
    state->ring();
    state->tasks.stop(state->runtime->loop(0).get_executor(), grace, std::move(then));
  });
}

Task<std::size_t> Runner::run_due() {
  std::size_t attempts = 0;
  for (;;) {
    std::vector<Held> taken;
    co_await Work::take_due(state_, state_->options.at_once, [&taken](Held held) { taken.push_back(std::move(held)); });
    if (taken.empty()) co_return attempts;
    attempts += taken.size();
    for (Held& held : taken) co_await Work::attempt(state_, std::move(held));
  }
}

}  // namespace doggy::jobs
