// Measures the SQLite adapter as the registry uses it, in one process:
//   registry_store_bench [FOLDER] [RECORDS…]     default: a new folder under the temporary ones, 10000 1000000
// A page read is three gets by key and one query of 51 records, newest first; a record write is one commit of three
// puts (record, head of the dog, log entry), from 64 coroutines at once. Each count of records gets a database of its
// own, and the last line is the ratio of the page's time in the last to that in the first.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::store {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kRecordsOfDog = 1000;
constexpr int kPages = 20'000;
constexpr int kWriters = 64;
constexpr std::size_t kWrites = 100'000;
constexpr std::size_t kBodyBytes = 450;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_mib() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  long resident = 0;
  file >> pages >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576;
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Spread over the key space, as the random end of an id is, and the same in each run.
std::string id_of(std::size_t n) {
  const std::uint64_t mixed = (n + 1) * 0x9E3779B97F4A7C15;
  return fmt::format("{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}", n & 0xffffffff, mixed & 0xffff, (mixed >> 16) & 0xfff,
                     (mixed >> 28) & 0xfff, mixed >> 16);
}

std::string partition_of(std::size_t dog) {
  return "DOG#" + id_of((dog + 7) * 0x2545F491);
}

Item record_of(std::size_t dog, std::size_t n) {
  const std::string id = id_of(n);
  std::string time = fmt::format("2026-{:02}-{:02}T{:02}:{:02}:00.000Z#{}", n / 40'320 % 12 + 1, n / 1440 % 28 + 1,
                                 n / 60 % 24, n % 60, id);
  std::string kind = "note#" + time;
  return {.key = {.pk = partition_of(dog), .sk = "RECORD#" + id},
          .version = 1,
          .body = std::string(kBodyBytes, 'b'),
          .label = fmt::format("notes trainer,owner 0 {} 0 {} note {}", n, id_of(1), id),
          .time = std::move(time),
          .kind = std::move(kind)};
}

Item log_entry_of(std::size_t dog, std::size_t n) {
  return {.key = {.pk = partition_of(dog), .sk = fmt::format("LOG#{:012}", n)},
          .version = 1,
          .body = std::string(kBodyBytes + 200, 'l'),
          .label = fmt::format("notes trainer,owner 0 {} 0 {} note {}", n, id_of(1), id_of(n))};
}

Item head_of(std::size_t dog, std::size_t n) {
  return {.key = {.pk = partition_of(dog), .sk = "HEAD"}, .version = n + 1, .body = std::string(150, 'h')};
}

void fill(Store& store, std::size_t records) {
  const auto start = SteadyClock::now();
  std::vector<Write> writes;
  for (std::size_t n = 0; n < records; ++n) {
    // Dogs take turns, as they do in life; otherwise each dog's items would be neatly beside each other on the disk.
    const std::size_t dogs = (records + kRecordsOfDog - 1) / kRecordsOfDog;
    const std::size_t dog = n % dogs;
    writes.emplace_back(Put{.item = record_of(dog, n), .condition = Any{}});
    writes.emplace_back(Put{.item = log_entry_of(dog, n), .condition = Any{}});
    if (n < dogs) writes.emplace_back(Put{.item = head_of(dog, 0), .condition = Any{}});
    if (writes.size() >= 20'000 || n + 1 == records) must(run_task(store.commit(std::exchange(writes, {}))));
  }
  fmt::print("  filled          {:10.0f} records/s\n", static_cast<double>(records) / seconds_since(start));
}

Task<std::size_t> read_pages(Store& store, std::size_t dogs, std::vector<double>& micros) {
  std::mt19937_64 random(1);
  std::size_t bytes = 0;
  for (int i = 0; i < kPages; ++i) {
    const auto start = SteadyClock::now();
    const std::size_t dog = random() % dogs;
    for (int j = 0; j < 3; ++j) {
      auto item = must(co_await store.get(head_of(dog, 0).key));
      bytes += item ? item->body.size() : 0;
    }
    Query query{.pk = partition_of(dog), .index = Index::kTime, .backward = true, .limit = 51};
    auto page = must(co_await store.query(std::move(query)));
    for (const Item& item : page) bytes += item.body.size();
    micros.push_back(seconds_since(start) * 1e6);
  }
  co_return bytes;
}

double percentile(std::vector<double>& values, double part) {
  const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + at);
  return values[static_cast<std::size_t>(at)];
}

// The median in microseconds.
double bench_pages(Store& store, std::size_t dogs) {
  std::vector<double> micros;
  micros.reserve(2 * kPages);
  (void)run_task(read_pages(store, dogs, micros));  // Warms the caches.
  micros.clear();
  const double cpu = cpu_seconds();
  const auto start = SteadyClock::now();
  const std::size_t bytes = run_task(read_pages(store, dogs, micros));
  const double wall = seconds_since(start);
  const double used = (cpu_seconds() - cpu) / kPages * 1e6;
  const double median = percentile(micros, 0.5);
  fmt::print("  page read       {:10.0f} /s   {:.1f} µs of CPU, p50 {:.1f} µs, p99 {:.1f} µs, {} bytes\n",
             kPages / wall, used, median, percentile(micros, 0.99), bytes / kPages);
  return median;
}

Task<bool> write_records(Store& store, std::size_t writer, std::size_t dog, std::size_t& next, std::size_t last,
                         std::vector<double>& micros) {
  // A head for each writer, so that none waits for another: with one head the dog's log would see to that.
  Item head = head_of(dog, 0);
  head.key.sk += fmt::format("#{}", next * kWriters + writer);
  head.version = 0;
  while (next < last) {
    const std::size_t n = 1'000'000'000 + next++;
    const auto start = SteadyClock::now();
    const std::uint64_t version = head.version++;
    std::vector<Write> writes;
    writes.reserve(3);
    writes.emplace_back(Put{.item = record_of(dog, n), .condition = Absent{}});
    writes.emplace_back(
        Put{.item = head, .condition = version == 0 ? Condition(Absent{}) : Condition(VersionIs{version})});
    writes.emplace_back(Put{.item = log_entry_of(dog, n), .condition = Absent{}});
    must(co_await store.commit(std::move(writes)));
    micros.push_back(seconds_since(start) * 1e6);
  }
  co_return true;
}

void bench_writes(Store& store, std::size_t dogs, std::size_t& next) {
  boost::asio::io_context loop(1);
  const std::size_t last = next + kWrites;
  std::vector<double> micros;
  micros.reserve(kWrites + kWriters);
  std::exception_ptr error;
  const auto keep_error = [&error](const std::exception_ptr& thrown, bool) {
    if (thrown) error = thrown;
  };
  for (std::size_t writer = 0; writer < kWriters; ++writer)
    boost::asio::co_spawn(loop, write_records(store, writer, writer % dogs, next, last, micros), keep_error);
  const double cpu = cpu_seconds();
  const auto start = SteadyClock::now();
  loop.run();
  if (error) std::rethrow_exception(error);
  const double wall = seconds_since(start);
  fmt::print("  writes, {:2} dogs {:10.0f} /s   {:.1f} µs of CPU, p50 {:.0f} µs, p99 {:.0f} µs, worst {:.0f} µs\n",
             dogs, kWrites / wall, (cpu_seconds() - cpu) / kWrites * 1e6, percentile(micros, 0.5),
             percentile(micros, 0.99), percentile(micros, 1));
}

// What a durable commit cannot be faster than: a page appended and flushed, the median in microseconds.
double flush_micros(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "flush";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("cannot write to " + folder.string());
  const std::string page(8192, 'p');
  std::vector<double> micros;
  bool written = true;
  for (int i = 0; i < 200; ++i) {
    const auto start = SteadyClock::now();
    written = written && ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size());
    written = written && ::fdatasync(file) == 0;
    micros.push_back(seconds_since(start) * 1e6);
  }
  ::close(file);
  std::filesystem::remove(path);
  if (!written) throw std::runtime_error("cannot write to " + folder.string());
  return percentile(micros, 0.5);
}

double bench(const std::filesystem::path& folder, std::size_t records) {
  fmt::print("{} records:\n", records);
  const std::size_t dogs = (records + kRecordsOfDog - 1) / kRecordsOfDog;
  fill(*must(SqliteStore::open(folder)), records);
  const auto opening = SteadyClock::now();
  auto store = must(SqliteStore::open(folder));
  must(run_task(store->ping()));
  fmt::print("  ready after     {:10.1f} ms   resident {:.1f} MiB\n", seconds_since(opening) * 1e3, resident_mib());
  const double median = bench_pages(*store, dogs);
  fmt::print("  flush to disk   {:10.0f} µs\n", flush_micros(folder));
  std::size_t next = 0;
  for (const std::size_t written : {std::size_t{1}, std::size_t{16}, std::size_t{kWriters}})
    bench_writes(*store, written, next);
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const double size = static_cast<double>(file.file_size()) / 1048576;
    fmt::print("  {:19} {:6.1f} MiB\n", file.path().filename().string(), size);
  }
  fmt::print("  resident        {:10.1f} MiB\n", resident_mib());
  return median;
}

int run(std::vector<std::string_view> arguments) {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("store_bench_{}", ::getpid());
  if (!arguments.empty() && arguments.front().find_first_not_of("0123456789") != std::string_view::npos) {
    folder = arguments.front();
    arguments.erase(arguments.begin());
  }
  if (arguments.empty()) arguments = {"10000", "1000000"};
  std::vector<double> medians;
  for (const std::string_view text : arguments) {
    std::size_t records = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), records);
    if (error != std::errc() || end != text.data() + text.size() || records == 0) {
      fmt::print(stderr, "{} is not a count of records\n", text);
      return 2;
    }
    const auto own = folder / text;
    std::filesystem::remove_all(own);
    medians.push_back(bench(own, records));
    std::filesystem::remove_all(own);
  }
  fmt::print("page time, last to first: {:.2f}\n", medians.back() / medians.front());
  return 0;
}

}  // namespace
}  // namespace doggy::store

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // Progress, when the output is a file too.
  try {
    return doggy::store::run({argv + 1, argv + argc});
  } catch (const std::exception& failure) {
    fmt::print(stderr, "store_bench: {}\n", failure.what());
    return 1;
  }
}
