#include "registry/log/dog_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <iterator>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

#include "platform/async/breather.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/backoff.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/store/checks.h"

namespace doggy::log {
namespace {

struct Head {
  std::uint64_t seq = 0;
  std::string hash;
};

// How often a group is decided anew because another process wrote to the dog first, and how long it waits before that,
// so that two processes do not keep running into each other.
constexpr unsigned kTries = 24;
constexpr std::chrono::milliseconds kPause(5);
constexpr std::chrono::milliseconds kLongestPause(80);

// Changes that are encoded and hashed before others of the event loop may run.
constexpr std::size_t kAppendedAtOnce = 8;

std::string head_body(const Head& head) {
  return fmt::format(R"({{"seq":{},"hash":"{}"}})", head.seq, head.hash);
}

Head parse_head(const store::Item& item) {
  constexpr std::size_t kHashLength = 64;
  // head_body ends in the hash, a quote and a brace.
  return {.seq = item.version, .hash = item.body.substr(item.body.size() - kHashLength - 2, kHashLength)};
}

// Turns changes into writes and moves `head` on.
void append(const std::string& dog_id, std::span<Change> changes, Head& head, std::vector<store::Write>& writes) {
  for (Change& change : changes) {
    ++head.seq;
    std::string body =
        fmt::format(R"({{"seq":{},"at":"{}","by":{},"action":"{}","{}":{},"prev":"{}"}})", head.seq, change.at.text(),
                    codec::encode_text(change.by), change.action, change.detail_name, change.detail, head.hash);
    head.hash = sha256_hex(body);
    for (store::Write& write : change.writes) writes.push_back(std::move(write));
    writes.emplace_back(store::Put{{.key = {.pk = partition_of(dog_id), .sk = entry_sort_key(head.seq)},
                                    .version = 1,
                                    .body = std::move(body),
                                    .label = std::move(change.label)},
                                   store::Absent{}});
  }
}

void put_head(const std::string& dog_id, const Head& head, store::Condition condition,
              std::vector<store::Write>& writes) {
  writes.emplace_back(store::Put{{.key = head_key(dog_id), .version = head.seq, .body = head_body(head)}, condition});
}

// What became of an operation; an exception, of decide() or the store, travels to the caller, where it is logged once.
struct Outcome {
  Result<void> result;
  std::exception_ptr bug;
};

// The callers of one run(): resumed when the last of its operations is done.
struct Waiter {
  std::vector<Outcome> outcomes;
  std::size_t left = 0;
  Resume<bool> resume;
};

// An operation that waits for its outcome. It is told one even when an exception drops this on the way: nobody waits
// for ever.
struct Pending {
  Pending(std::shared_ptr<Operation> what, std::shared_ptr<Waiter> who, std::size_t place)
      : operation(std::move(what)),
        touches(operation->touches()),
        alone(operation->alone()),
        waiter(std::move(who)),
        index(place) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  Pending(Pending&&) = default;
  Pending& operator=(Pending&&) = default;
  ~Pending() {
    if (waiter) finish({.result = {}, .bug = std::make_exception_ptr(std::logic_error("an operation was dropped"))});
  }

  // Tells the outcome, unless one was told.
  void finish(Outcome outcome) {
    const auto told = std::exchange(waiter, nullptr);
    if (!told) return;
    told->outcomes[index] = std::move(outcome);
    if (--told->left == 0 && told->resume) told->resume(true);
  }

  std::shared_ptr<Operation> operation;
  std::vector<std::string> touches;
  bool alone = false;
  std::shared_ptr<Waiter> waiter;  // Null when its outcome has been told.
  std::size_t index = 0;           // In waiter->outcomes.
};

void finish_all(std::span<Pending> group, const Outcome& outcome) {
  for (Pending& pending : group) pending.finish(outcome);
}

// The keys that the operations of a transaction write or check, each of them once.
class Claims {
 public:
  // Whether `changes` may go into the transaction: they write nothing that those before them wrote or checked, and
  // check nothing that those wrote. Takes checks out of `changes` that are in the transaction already.
  bool add(std::vector<Change>& changes) {
    const auto is_known = [this](const store::Write& write) {
      const auto known = checked_.find(store::key_of(write));
      return std::holds_alternative<store::Check>(write) && known != checked_.end() &&
             is_same(known->second, store::condition_of(write));
    };
    for (const Change& change : changes)
      for (const store::Write& write : change.writes) {
        const store::Key& key = store::key_of(write);
        if (written_.contains(key) || (checked_.contains(key) && !is_known(write))) return false;
      }
    for (Change& change : changes) std::erase_if(change.writes, is_known);
    for (const Change& change : changes)
      for (const store::Write& write : change.writes) {
        if (std::holds_alternative<store::Check>(write))
          checked_.emplace(store::key_of(write), store::condition_of(write));
        else
          written_.insert(store::key_of(write));
      }
    return true;
  }

 private:
  static bool is_same(const store::Condition& one, const store::Condition& other) {
    const auto* version = std::get_if<store::VersionIs>(&one);
    return one.index() == other.index() && (version == nullptr || version->n == std::get<store::VersionIs>(other).n);
  }

  std::set<store::Key> written_;
  std::map<store::Key, store::Condition> checked_;
};

// With the entries of the log.
std::size_t count_writes(const std::vector<Change>& changes) {
  std::size_t count = changes.size();
  for (const Change& change : changes) count += change.writes.size();
  return count;
}

// Keys and what else is small are covered by the rounding up.
constexpr std::size_t kAround = 8192;

std::size_t count_bytes(const std::vector<Change>& changes) {
  std::size_t bytes = 0;
  for (const Change& change : changes) bytes += bytes_of(change);
  return bytes;
}

// The accounts and organizations are found by the twins that are written into their partitions.
Committed committed_by(const std::string& dog_id, const std::vector<store::Write>& writes) {
  Committed committed{.dog_id = dog_id, .account_ids = {}, .organization_ids = {}};
  for (const store::Write& write : writes) {
    const auto* put = std::get_if<store::Put>(&write);
    const auto* removal = std::get_if<store::Delete>(&write);
    if (put == nullptr && removal == nullptr) continue;
    const std::string& pk = put != nullptr ? put->item.key.pk : removal->key.pk;
    if (keys::kAccount.has(pk)) committed.account_ids.push_back(keys::kAccount.id_in(pk));
    if (keys::kOrganization.has(pk)) committed.organization_ids.push_back(keys::kOrganization.id_in(pk));
  }
  return committed;
}

}  // namespace

std::size_t bytes_of(const store::Write& write) {
  const auto* put = std::get_if<store::Put>(&write);
  return put == nullptr ? 0 : put->item.body.size() + kAround;
}
std::size_t bytes_of(const Change& change) {
  std::size_t bytes = change.detail.size() + kAround;
  for (const store::Write& write : change.writes) bytes += bytes_of(write);
  return bytes;
}

std::string partition_of(const std::string& dog_id) {
  return keys::kDog.of(dog_id);
}
std::string entry_sort_key(std::uint64_t seq) {
  return fmt::format("LOG#{:012}", seq);
}
store::Key head_key(const std::string& dog_id) {
  return {.pk = partition_of(dog_id), .sk = "HEAD"};
}

// The queue of one dog. One coroutine at a time takes groups from it and commits them; whoever finds no such coroutine
// starts it.
struct DogLog::Lane {
  Lane(store::Store& lane_store, const Observer& tell, std::string dog)
      : store(lane_store), observer(tell), dog_id(std::move(dog)) {}

  store::Store& store;
  const Observer& observer;
  const std::string dog_id;
  std::deque<Pending> waiting;  // Guarded by DogLog::mutex_.
  std::optional<Head> head;     // What we wrote last: a guess that the commit's condition verifies.
  Backoff backoff{kPause, kLongestPause};

  // Takes what may share a transaction. An operation that touches the same thing as one before it stays, and holds
  // back those after it that touch what it touches, so that the order per thing is kept.
  std::vector<Pending> take_group() {
    // Beside the head: what it changes, its entry, and a job.
    const std::size_t limit = (store.transaction_limit() - 1) / 3;
    std::vector<Pending> group;
    std::deque<Pending> rest;
    std::set<std::string> touched;
    bool closed = false;
    for (Pending& pending : waiting) {
      bool fits = !closed && group.size() < limit && (!pending.alone || group.empty());
      for (const std::string& key : pending.touches) {
        const bool fresh = touched.insert(key).second;
        fits = fits && fresh;
      }
      if (pending.alone) closed = true;
      (fits ? static_cast<void>(group.push_back(std::move(pending))) : rest.push_back(std::move(pending)));
    }
    waiting = std::move(rest);
    return group;
  }

  Task<Result<Head>> load_head() {
    if (head) co_return *head;
    CO_TRY(auto item, co_await store.get(head_key(dog_id)));
    if (!item) co_return fail(Code::kNotFound, "There is no such dog.");
    co_return parse_head(*item);
  }

  Task<void> pause(unsigned outrun) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, backoff.pause(outrun));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }

  // Decides and commits, once, as much of the group as fits into one transaction, and takes out of it what has an
  // outcome. Returns whether another process was quicker.
  Task<bool> try_group(std::vector<Pending>& group) {
    auto loaded = co_await load_head();
    if (!loaded) {
      finish_all(group, {.result = std::unexpected(loaded.error()), .bug = {}});
      group.clear();
      co_return false;
    }
    const std::uint64_t old_seq = loaded->seq;
    Head next = std::move(*loaded);
    std::vector<store::Write> writes;
    Claims claims;
    std::size_t decided = 0;
    std::size_t bytes = 0;
    Breather breather;
    for (; decided < group.size(); ++decided) {
      Pending& pending = group[decided];
      Outcome outcome;
      std::vector<Change> changes;
      try {
        auto result = co_await pending.operation->decide(next.seq + 1);
        if (result)
          changes = std::move(*result);
        else
          outcome.result = std::unexpected(std::move(result.error()));
      } catch (...) {
        outcome.bug = std::current_exception();
      }
      if (changes.empty()) {
        pending.finish(std::move(outcome));
        continue;
      }
      // Only now is it known what it writes; with those before it or after them.
      bytes += count_bytes(changes);
      const bool fits = writes.empty() || (writes.size() + count_writes(changes) < store.transaction_limit() &&
                                           bytes < store.transaction_bytes());
      if (!fits || !claims.add(changes)) break;
      for (std::span<Change> left(changes); !left.empty();) {
        const std::span<Change> some = left.first(std::min(left.size(), kAppendedAtOnce));
        left = left.subspan(some.size());
        append(dog_id, some, next, writes);
        if (!left.empty()) co_await breather.pause_if_due();
      }
    }

    const std::span<Pending> written(group.data(), decided);
    if (!writes.empty()) {
      put_head(dog_id, next, store::VersionIs{old_seq}, writes);
      const Committed committed = committed_by(dog_id, writes);
      auto done = co_await store.commit(std::move(writes));
      head.reset();
      const bool outrun = !done && done.error().code == Code::kConflict;
      if (done) head = std::move(next);
      if (done && observer) observer(committed);
      if (!outrun) finish_all(written, {.result = std::move(done), .bug = {}});
      std::erase_if(group, [](const Pending& pending) { return pending.waiter == nullptr; });
      co_return outrun;
    }
    group.erase(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(decided));
    co_return false;
  }

  // Whatever happens, each of the group is told an outcome: the lane goes on, or nobody could write to the dog again.
  Task<void> run_group(std::vector<Pending> group) {
    try {
      for (unsigned outrun = 0; !group.empty() && outrun < kTries;) {
        const bool again = co_await try_group(group);
        outrun = again ? outrun + 1 : 0;
        if (again) co_await pause(outrun);
      }
      // Who comes again later finds fewer others.
      finish_all(group, {.result = std::unexpected(Error{.code = Code::kUnavailable,
                                                         .detail = "This dog is being changed by many at once.",
                                                         .retry_after = std::chrono::seconds(1)}),
                         .bug = {}});
    } catch (...) {
      head.reset();
      finish_all(group, {.result = {}, .bug = std::current_exception()});
    }
  }
};

DogLog::DogLog(store::Store& store, Observer observer, Supervisor::OnFailure on_failure)
    : store_(store), observer_(std::move(observer)), lane_tasks_(std::move(on_failure)) {}
DogLog::~DogLog() = default;

Task<Result<void>> DogLog::begin(std::string dog_id, Change change) {
  Head head;
  std::vector<store::Write> writes;
  append(dog_id, std::span(&change, 1), head, writes);
  put_head(dog_id, head, store::Absent{}, writes);
  const Committed committed = committed_by(dog_id, writes);
  auto done = co_await store_.commit(std::move(writes));
  if (done && observer_) observer_(committed);
  co_return done;
}

Task<std::vector<Result<void>>> DogLog::run(std::string dog_id, std::vector<std::shared_ptr<Operation>> operations) {
  if (operations.empty()) co_return std::vector<Result<void>>{};
  auto waiter = std::make_shared<Waiter>();
  waiter->outcomes.resize(operations.size());
  waiter->left = operations.size();
  std::vector<Pending> pending;
  pending.reserve(operations.size());
  for (auto& operation : operations) pending.emplace_back(std::move(operation), waiter, pending.size());

  auto executor = co_await boost::asio::this_coro::executor;
  co_await suspend<bool>([&](Resume<bool> resume) {
    waiter->resume = std::move(resume);
    std::shared_ptr<Lane> idle;
    {
      const std::lock_guard lock(mutex_);
      auto& lane = lanes_[dog_id];
      if (!lane) lane = idle = std::make_shared<Lane>(store_, observer_, dog_id);
      std::ranges::move(pending, std::back_inserter(lane->waiting));
    }
    if (idle) lane_tasks_.spawn_once(executor, "dog-log", drain(std::move(idle)));
  });

  std::vector<Result<void>> results;
  for (Outcome& outcome : waiter->outcomes) {
    if (outcome.bug) std::rethrow_exception(outcome.bug);
    results.push_back(std::move(outcome.result));
  }
  co_return results;
}

Task<Result<void>> DogLog::run(std::string dog_id, std::shared_ptr<Operation> operation) {
  std::vector<std::shared_ptr<Operation>> one;
  one.push_back(std::move(operation));
  auto results = co_await run(std::move(dog_id), std::move(one));
  co_return std::move(results.front());
}

Task<void> DogLog::drain(std::shared_ptr<Lane> lane) {
  try {
    for (;;) {
      std::vector<Pending> group;
      {
        const std::lock_guard lock(mutex_);
        group = lane->take_group();
        if (group.empty()) {
          lanes_.erase(lane->dog_id);
          co_return;
        }
      }
      co_await lane->run_group(std::move(group));
    }
  } catch (...) {
    // The next write gets a lane of its own; those that wait in this one are told when it is destroyed.
    const std::lock_guard lock(mutex_);
    lanes_.erase(lane->dog_id);
    throw;
  }
}

Task<Result<std::uint64_t>> DogLog::last_seq(std::string dog_id) {
  CO_TRY(auto item, co_await store_.get(head_key(dog_id)));
  if (!item) co_return fail(Code::kNotFound, "There is no such dog.");
  co_return item->version;
}

}  // namespace doggy::log
