// Measures the rollups on SQLite: reading a chart's points, and catching up with one new session, for histories of 200,
// 2,000 and 20,000 sessions of 50 trials. Prints "sessions read_ms catch_up_ms" lines for tests/bench/bench.py.
//
//   registry_views_bench FOLDER
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/dogs/dogs.h"
#include "registry/records/records.h"
#include "registry/store/sqlite/sqlite_store.h"
#include "registry/views/rollups.h"

namespace doggy {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kTrials = 50;

/// A dog with a target on a store.
class Bench {
 public:
  explicit Bench(store::Store& store) : store_(store) {
    auto dog = run_task(dogs_.create({.id = kPerson, .name = "Bench"}, {{"name", "Balu"}, {"role", "trainer"}}));
    dog_ = dog.value().id.text();
    target_ = write({{"type", "target"},
                     {"occurredAt", "2026-01-01T10:00:00Z"},
                     {"name", "Recall"},
                     {"steps", {boost::json::object{}}}});
  }

  void add_sessions(int count) {
    for (; count > 0; --count) add_session();
  }

  void add_session() {
    boost::json::array trials(kTrials, boost::json::object{{"outcome", "correct"}, {"latencySeconds", 1.5}});
    boost::json::array blocks{boost::json::object{{"targetId", target_}, {"step", 0}, {"trials", std::move(trials)}}};
    ++sessions_;
    write({{"type", "session"},
           {"occurredAt", Timestamp::from_unix_ms(1'767'225'600'000 + std::int64_t{sessions_} * 60'000).text()},
           {"blocks", std::move(blocks)}});
  }

  // Milliseconds of a read of all points.
  double read() {
    const auto start = SteadyClock::now();
    const auto points = run_task(rollups_.success_points(dog_, grant(), *Uuid::parse(target_), {}));
    const std::chrono::duration<double, std::milli> took = SteadyClock::now() - start;
    if (points.value().size() != static_cast<std::size_t>(sessions_)) throw std::logic_error("points are missing");
    return took.count();
  }

  // Milliseconds of the same after one more session, of which nothing is wanted: what remains is the catching up.
  double catch_up() {
    add_session();
    const views::Span nothing{.from = std::numeric_limits<std::int64_t>::max(), .to = {}};
    const circle::Grant by = grant();
    const auto start = SteadyClock::now();
    const auto points = run_task(rollups_.success_points(dog_, by, *Uuid::parse(target_), nothing));
    const std::chrono::duration<double, std::milli> took = SteadyClock::now() - start;
    if (!points.value().empty()) throw std::logic_error("there are points");
    return took.count();
  }

  [[nodiscard]] int sessions() const { return sessions_; }

 private:
  [[nodiscard]] circle::Grant grant() { return run_task(circle_.grant_of(dog_, kPerson)).value(); }
  std::string write(boost::json::object body) {
    const std::string id = Uuid::v7().text();
    auto written = run_task(records_.put(dog_, id, {.grant = grant(), .name = "Bench"}, std::move(body), {}));
    static_cast<void>(written.value());
    return id;
  }

  static inline const std::string kPerson = "0192f0c0-0000-7000-8000-00000000000a";
  std::function<Timestamp()> clock_ = [] { return Timestamp::now(); };
  store::Store& store_;
  log::DogLog log_{store_};
  circle::Circle circle_{store_, log_, clock_};
  dogs::Dogs dogs_{store_, log_, circle_, clock_};
  records::Records records_{store_, log_, circle_, clock_};
  views::Rollups rollups_{store_, log_};
  std::string dog_;
  std::string target_;
  int sessions_ = 0;
};

template <class Measure>
double median_of(Measure measure) {
  constexpr std::size_t kTimes = 21;
  std::vector<double> times;
  while (times.size() < kTimes) times.push_back(measure());
  std::ranges::sort(times);
  return times[kTimes / 2];
}

int run(const char* folder) {
  auto store = store::SqliteStore::open(folder);
  if (!store) {
    fmt::print(stderr, "{}\n", store.error().detail);
    return 1;
  }
  for (const int sessions : {200, 2'000, 20'000}) {
    Bench bench(**store);
    bench.add_sessions(sessions);
    bench.read();
    const double read = median_of([&] { return bench.read(); });
    const double catch_up = median_of([&] { return bench.catch_up(); });
    fmt::print("{} {:.3f} {:.3f}\n", sessions, read, catch_up);
  }
  return 0;
}

}  // namespace
}  // namespace doggy

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "registry_views_bench FOLDER\n");
    return 2;
  }
  return doggy::run(argv[1]);
}
