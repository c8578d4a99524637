// The part of the contract's suite about many callers at once.
#include <boost/asio/this_coro.hpp>
#include <thread>

#include "platform/async/runtime.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

constexpr std::size_t kLoops = 2;
constexpr std::size_t kCallersPerLoop = 12;
constexpr std::uint64_t kWinsPerCaller = 8;
constexpr std::uint64_t kWins = kLoops * kCallersPerLoop * kWinsPerCaller;

// Runs `call(n)` for each caller, spread over the loops, until all have ended. Throws what one of them threw.
template <class Call>
void run_callers(Call call) {
  Runtime runtime(kLoops, 1);
  std::vector<std::exception_ptr> errors(kLoops * kCallersPerLoop);
  for (std::size_t n = 0; n < errors.size(); ++n)
    boost::asio::co_spawn(runtime.loop(n % kLoops), call(n),
                          [&errors, n](std::exception_ptr error, std::uint64_t) { errors[n] = std::move(error); });
  runtime.run();
  for (const std::exception_ptr& error : errors)
    if (error) std::rethrow_exception(error);
}

// Counts the item up, against all others, until it has won so often. Each version leaves a trace that only one can
// leave. The number of conflicts.
Task<std::uint64_t> count_up(Store& store, Key counter) {
  std::uint64_t conflicts = 0;
  for (std::uint64_t wins = 0; wins < kWinsPerCaller;) {
    const auto current = must(co_await store.get(counter));
    const std::uint64_t next = current ? current->version + 1 : 1;
    std::vector<Write> writes;
    writes.emplace_back(
        Put{{.key = counter, .version = next}, current ? Condition(VersionIs{current->version}) : Condition(Absent{})});
    writes.emplace_back(Put{{.key = {.pk = counter.pk, .sk = fmt::format("TRACE#{:06}", next)}}, Absent{}});
    const auto result = co_await store.commit(std::move(writes));
    if (result) {
      ++wins;
    } else if (result.error().code == Code::kConflict) {
      ++conflicts;
    } else {
      must(result);
    }
  }
  co_return conflicts;
}

// Whoever is told that a commit was done finds it, whatever the others do.
Task<std::uint64_t> write_and_read(Store& store, std::size_t caller) {
  const std::string name = fmt::format("{:04}", caller);
  for (std::uint64_t version = 1; version <= 20; ++version) {
    const Item item{.key = {.pk = "SHARED", .sk = name}, .version = version, .time = name, .kind = name};
    must(co_await store.commit(writes_of(Put{item, Any{}})));
    const auto found = must(co_await store.get(item.key));
    EXPECT_EQ(found, item);
    for (const Index index : {Index::kPrimary, Index::kTime, Index::kKind}) {
      const auto listed = must(co_await store.query({.pk = "SHARED", .index = index, .from = name, .limit = 1}));
      EXPECT_EQ(listed, std::vector{item});
    }
  }
  co_return 0;
}

Task<std::uint64_t> stays_on_its_thread(Store& store, std::size_t caller) {
  const auto own = std::this_thread::get_id();
  const Key key{.pk = "P", .sk = std::to_string(caller)};
  const auto committed = co_await store.commit(writes_of(Put{{.key = key}, Absent{}}));
  EXPECT_EQ(std::this_thread::get_id(), own);
  const auto refused = co_await store.commit(writes_of(Put{{.key = key}, Absent{}}));
  EXPECT_EQ(std::this_thread::get_id(), own);
  const auto found = co_await store.get(key);
  EXPECT_EQ(std::this_thread::get_id(), own);
  const auto many = co_await store.get_many({key});
  EXPECT_EQ(std::this_thread::get_id(), own);
  const auto listed = co_await store.query({.pk = "P"});
  EXPECT_EQ(std::this_thread::get_id(), own);
  const auto answers = co_await store.ping();
  EXPECT_EQ(std::this_thread::get_id(), own);
  EXPECT_TRUE(committed && !refused && found && many && listed && answers);
  co_return 0;
}

// Moves one from a pile to another; the two change together or not at all.
Task<std::uint64_t> move_between_piles(Store& store, std::size_t caller) {
  const Key left{.pk = "PILE#left", .sk = "HEAD"};
  const Key right{.pk = "PILE#right", .sk = "HEAD"};
  const Key& from_key = caller % 2 == 0 ? left : right;
  const Key& to_key = caller % 2 == 0 ? right : left;
  for (std::uint64_t moved = 0; moved < kWinsPerCaller;) {
    Item from = must(co_await store.get(from_key)).value();
    Item to = must(co_await store.get(to_key)).value();
    const VersionIs from_was{from.version++};
    const VersionIs to_was{to.version++};
    from.body = std::to_string(std::stoi(from.body) - 1);
    to.body = std::to_string(std::stoi(to.body) + 1);
    const auto result = co_await store.commit(writes_of(Put{std::move(from), from_was}, Put{std::move(to), to_was}));
    if (result) ++moved;
    if (!result && result.error().code != Code::kConflict) must(result);
  }
  co_return 0;
}

}  // namespace

TEST_P(StoreContract, ExactlyOneCallerWinsEachVersion) {
  const Key counter{.pk = "DOG#1", .sk = "HEAD"};
  run_callers([&](std::size_t) { return count_up(store(), counter); });
  const auto last = get(counter);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->version, kWins);
  const auto traces = sort_keys({.pk = "DOG#1", .from = "TRACE#", .to = "TRACE$", .limit = 1000});
  ASSERT_EQ(traces.size(), kWins);
  EXPECT_EQ(traces.back(), fmt::format("TRACE#{:06}", kWins));
}

TEST_P(StoreContract, ACallerReadsWhatItWrote) {
  run_callers([&](std::size_t caller) { return write_and_read(store(), caller); });
}

TEST_P(StoreContract, ACallerReadsWhatAnotherWasToldIsDone) {
  for (std::uint64_t version = 1; version <= 50; ++version) {
    put({.key = {.pk = "DOG#1", .sk = "HEAD"}, .version = version});
    std::optional<Item> found;
    std::thread([&] { found = get({.pk = "DOG#1", .sk = "HEAD"}); }).join();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->version, version);
  }
}

TEST_P(StoreContract, OperationsCompleteOnTheCallersExecutor) {
  run_callers([&](std::size_t caller) { return stays_on_its_thread(store(), caller); });
}

TEST_P(StoreContract, TransactionsOverPartitionsKeepTheirSum) {
  put({.key = {.pk = "PILE#left", .sk = "HEAD"}, .body = "1000"});
  put({.key = {.pk = "PILE#right", .sk = "HEAD"}, .body = "500"});
  run_callers([&](std::size_t caller) { return move_between_piles(store(), caller); });
  const Item left = get({.pk = "PILE#left", .sk = "HEAD"}).value();
  const Item right = get({.pk = "PILE#right", .sk = "HEAD"}).value();
  EXPECT_EQ(left.version, kWins);
  EXPECT_EQ(std::stoi(left.body), 1000) << "as many went as came";
  EXPECT_EQ(std::stoi(right.body), 500);
}

}  // namespace doggy::store
