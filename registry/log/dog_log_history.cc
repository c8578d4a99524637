#include "registry/log/dog_log_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <exception>
#include <mutex>
#include <set>
#include <vector>

#include "platform/async/run_task.h"
#include "platform/async/runtime.h"
#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"

namespace doggy::log {
namespace {

constexpr std::array kThings{"A", "B", "C"};
constexpr int kWriters = 8;  // Half of them at each replica.
constexpr int kWritesEach = 12;
constexpr int kReaders = 4;
constexpr int kReadsEach = 40;

store::Key key_of(const std::string& thing) {
  return {.pk = partition_of("d"), .sk = thing};
}

Change change_saying(const std::string& detail) {
  return {.action = "incremented",
          .by = {.id = "a", .name = "A", .role = circle::Role::kTrainer},
          .at = Timestamp::from_unix_ms(1'795'000'000'000),
          .label = "label",
          .detail_name = "record",
          .detail = detail,
          .writes = {}};
}

// A call that has ended: between which moments it was under way, and which version it wrote or saw.
struct Event {
  std::string thing;
  std::uint64_t begun = 0;
  std::uint64_t ended = 0;
  std::uint64_t version = 0;
  std::uint64_t seq = 0;  // 0: it was a read.
  std::string id = {};
};

// Moments in one order over all threads.
class History {
 public:
  std::uint64_t now() { return ++clock_; }
  void add(Event event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

 private:
  std::atomic<std::uint64_t> clock_ = 0;
  std::mutex mutex_;
  std::vector<Event> events_;  // Guarded by mutex_ while calls are under way.
};

class Increment : public Operation {
 public:
  Increment(store::Store& store, std::string thing, std::string id)
      : store_(store), thing_(std::move(thing)), id_(std::move(id)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {thing_}; }

  Task<Result<std::vector<Change>>> decide(std::uint64_t first_seq) override {
    CO_TRY(auto item, co_await store_.get(key_of(thing_)));
    seq = first_seq;
    version = item ? item->version + 1 : 1;
    Change change = change_saying(fmt::format(R"({{"id":"{}","thing":"{}","version":{}}})", id_, thing_, version));
    change.writes.emplace_back(store::Put{{.key = key_of(thing_), .version = version},
                                          item ? store::Condition(store::VersionIs{item->version}) : store::Absent{}});
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }

  std::uint64_t seq = 0;
  std::uint64_t version = 0;

 private:
  store::Store& store_;
  const std::string thing_;
  const std::string id_;
};

Task<bool> write_often(DogLog& log, store::Store& store, History& history, int writer) {
  for (int i = 0; i < kWritesEach; ++i) {
    const std::string thing = kThings.at(static_cast<std::size_t>(writer + i) % kThings.size());
    const std::string id = fmt::format("{}-{}", writer, i);
    auto increment = std::make_shared<Increment>(store, thing, id);
    const std::uint64_t begun = history.now();
    const auto done = co_await log.run("d", increment);
    EXPECT_TRUE(done.has_value()) << "another replica that was quicker concerns nobody: " << done.error().detail;
    history.add({.thing = thing,
                 .begun = begun,
                 .ended = history.now(),
                 .version = increment->version,
                 .seq = increment->seq,
                 .id = id});
  }
  co_return true;
}

Task<bool> read_often(store::Store& store, History& history, int reader) {
  for (int i = 0; i < kReadsEach; ++i) {
    const std::string thing = kThings.at(static_cast<std::size_t>(reader + i) % kThings.size());
    const std::uint64_t begun = history.now();
    const auto item = co_await store.get(key_of(thing));
    EXPECT_TRUE(item.has_value());
    history.add(
        {.thing = thing, .begun = begun, .ended = history.now(), .version = item && *item ? (*item)->version : 0});
  }
  co_return true;
}

// Some order of the calls explains what each of them saw, and respects which were over before others began: the
// versions are that order.
void expect_explained(const std::vector<Event>& events, const std::string& thing) {
  std::vector<Event> own;
  std::ranges::copy_if(events, std::back_inserter(own), [&](const Event& event) { return event.thing == thing; });
  std::set<std::uint64_t> written;
  for (const Event& event : own)
    if (event.seq > 0) EXPECT_TRUE(written.insert(event.version).second) << thing << ": an update was lost";
  EXPECT_EQ(written.size(), written.empty() ? 0 : *written.rbegin()) << thing << ": a version that nobody wrote";
  for (const Event& first : own)
    for (const Event& second : own) {
      if (first.ended >= second.begun) continue;
      const bool later = second.seq > 0 ? second.version > first.version : second.version >= first.version;
      EXPECT_TRUE(later) << thing << ": version " << second.version << " was seen after " << first.version;
      if (first.seq > 0 && second.seq > 0) EXPECT_LT(first.seq, second.seq);
    }
}

}  // namespace

TEST_P(DogLogHistory, ManyWritersOfOneDogLoseNothing) {
  store::Store& one = *replicas_.one;
  store::Store& other = *replicas_.other;
  DogLog one_log(one);
  DogLog other_log(other);
  ASSERT_TRUE(run_task(one_log.begin("d", change_saying("{}"))).has_value());

  History history;
  Runtime runtime(4, 1);
  std::vector<std::exception_ptr> errors(kWriters + kReaders);
  const auto spawn = [&](std::size_t number, Task<bool> task) {
    boost::asio::co_spawn(runtime.loop(number % runtime.loops()), std::move(task),
                          [&errors, number](std::exception_ptr error, bool) { errors.at(number) = std::move(error); });
  };
  for (int i = 0; i < kWriters; ++i)
    spawn(static_cast<std::size_t>(i),
          i % 2 == 0 ? write_often(one_log, one, history, i) : write_often(other_log, other, history, i));
  for (int i = 0; i < kReaders; ++i)
    spawn(static_cast<std::size_t>(kWriters) + static_cast<std::size_t>(i),
          read_often(i % 2 == 0 ? one : other, history, i));
  runtime.run();
  for (const std::exception_ptr& error : errors)
    if (error) std::rethrow_exception(error);

  for (const char* thing : kThings) expect_explained(history.events(), thing);

  // The log says the same: each write once, where it was told to be.
  std::map<std::uint64_t, const Event*> told;
  for (const Event& event : history.events())
    if (event.seq > 0) EXPECT_TRUE(told.emplace(event.seq, &event).second) << "a sequence number twice";
  const auto entries = run_task(one.query({.pk = partition_of("d"), .from = "LOG#", .to = "LOG$", .limit = 1000}));
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 1U + (kWriters * kWritesEach));
  std::string previous;
  std::uint64_t seq = 0;
  for (const store::Item& item : *entries) {
    const auto entry = boost::json::parse(item.body).as_object();
    EXPECT_EQ(entry.at("seq").to_number<std::uint64_t>(), ++seq);
    EXPECT_EQ(std::string(entry.at("prev").as_string()), previous);
    previous = sha256_hex(item.body);
    if (seq == 1) continue;
    ASSERT_TRUE(told.contains(seq));
    const auto& record = entry.at("record").as_object();
    EXPECT_EQ(std::string(record.at("id").as_string()), told.at(seq)->id);
    EXPECT_EQ(record.at("version").to_number<std::uint64_t>(), told.at(seq)->version);
  }
  EXPECT_EQ(run_task(other_log.last_seq("d")), seq);
}

}  // namespace doggy::log
