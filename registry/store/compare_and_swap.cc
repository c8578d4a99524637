#include "registry/store/compare_and_swap.h"

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <random>
#include <utility>

#include "platform/try.h"

namespace doggy::store {
namespace {

constexpr int kRounds = 8;
constexpr std::chrono::microseconds kFirstPause(500);  // The longest, doubled each time: 32 ms before the last.

// Rivals that fell out of step do not meet again.
Task<void> pause_after(int round) {
  thread_local std::minstd_rand random{std::random_device()()};
  const auto longest = kFirstPause * (1 << round);
  std::uniform_int_distribution<std::int64_t> some(0, longest.count());
  const std::chrono::microseconds pause(some(random));
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, pause);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

Task<Result<Writes>> read_and_decide(Store& store, std::vector<Key> keys,
                                     std::function<Result<Writes>(const Found&)> decide) {
  CO_TRY(const Found found, co_await store.get_many(std::move(keys)));
  co_return decide(found);
}

}  // namespace

Task<Result<bool>> compare_and_swap(Store& store, std::function<Task<Result<Writes>>()> decide, std::string too_busy) {
  for (int round = 0; round < kRounds; ++round) {
    if (round > 0) co_await pause_after(round - 1);
    CO_TRY(Writes writes, co_await decide());
    if (writes.empty()) co_return false;
    auto done = co_await store.commit(std::move(writes));
    if (done) co_return true;
    if (done.error().code != Code::kConflict) co_return std::unexpected(std::move(done.error()));
  }
  co_return fail(Code::kConflict, std::move(too_busy));
}

Task<Result<bool>> compare_and_swap(Store& store, std::vector<Key> keys,
                                    std::function<Result<Writes>(const Found&)> decide, std::string too_busy) {
  std::function<Task<Result<Writes>>()> again = [&store, keys = std::move(keys), decide = std::move(decide)] {
    return read_and_decide(store, keys, decide);
  };
  co_return co_await compare_and_swap(store, std::move(again), std::move(too_busy));
}

Condition unchanged(const std::optional<Item>& read) {
  if (read) return VersionIs{read->version};
  return Absent{};
}

std::uint64_t next_version(const std::optional<Item>& read) {
  return read ? read->version + 1 : 1;
}

}  // namespace doggy::store
