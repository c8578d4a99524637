#include "registry/store/copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::store {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kScanAtOnce = 1000;
constexpr std::size_t kBatchBytes = 2'000'000;  // DynamoDB takes 4 MB in a transaction.
constexpr std::int64_t kHour = 3600;

// The body of that item: the source's name and the position, each in a line; positions hold keys, and those no line
// breaks that we make.
struct Standing {
  std::string source;
  std::string position;
  std::uint64_t items = 0;
};

Item item_of(const Standing& standing) {
  return {.key = copy_key(), .version = standing.items, .body = standing.source + '\n' + standing.position};
}

Standing standing_of(const Item& item) {
  const std::size_t line = item.body.find('\n');
  return {.source = item.body.substr(0, line), .position = item.body.substr(line + 1), .items = item.version};
}

bool lives_at(const Item& item, std::int64_t second) {
  return item.key != copy_key() && (item.expires_at == 0 || item.expires_at > second);
}

std::size_t bytes_of(const Item& item) {
  return item.key.pk.size() + item.key.sk.size() + item.body.size() + item.label.size() + item.time.size() +
         item.kind.size() + 100;
}

void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

// Where the copy stands: what an earlier attempt left, or the beginning of an empty target.
Task<Result<Standing>> begin_copy(Everything to, std::string source) {
  CO_TRY(auto left, co_await to.store.get(copy_key()));
  if (left) {
    Standing standing = standing_of(*left);
    if (standing.source != source)
      co_return fail(Code::kConflict, "The target has the beginning of a copy of " + standing.source + ", not of " +
                                          source + ": go on with that, or take an empty target.");
    co_return standing;
  }
  for (std::string position;;) {
    CO_TRY(auto page, co_await to.scan.scan(std::move(position), 1));
    if (!page.items.empty())
      co_return fail(Code::kConflict, "The target has data already, which no copy of " + source + " began.");
    position = std::move(page.next);
    if (position.empty()) break;
  }
  // Before any item, so that one of them alone is known to be ours.
  Standing standing{.source = std::move(source)};
  std::vector<Write> writes;
  writes.emplace_back(Put{.item = item_of(standing), .condition = Absent{}});
  CO_CHECK_OK(co_await to.store.commit(std::move(writes)));
  co_return standing;
}

// Commits the items of one page in as few transactions as the target takes; the position only moves with the last.
Task<Result<void>> put_page(Store& to, std::vector<Item> items, Standing after) {
  std::vector<Write> writes;
  std::size_t bytes = 0;
  const std::size_t most = std::min<std::size_t>(to.transaction_limit(), kScanAtOnce + 1);
  for (Item& item : items) {
    const std::size_t more = bytes_of(item);
    if (writes.size() + 2 > most || (!writes.empty() && bytes + more > kBatchBytes)) {
      auto done = co_await to.commit(std::exchange(writes, {}));
      if (!done) co_return done;
      bytes = 0;
    }
    bytes += more;
    writes.emplace_back(Put{.item = std::move(item), .condition = Any{}});
  }
  writes.emplace_back(Put{.item = item_of(after), .condition = Any{}});
  co_return co_await to.commit(std::move(writes));
}

Task<void> wait_until(SteadyClock::time_point then) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, then);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// `before` is what was counted elsewhere.
Task<Result<Tally>> tally_of(Scan& scan, std::int64_t second, std::uint64_t before,
                             std::function<void(std::uint64_t)> progress) {
  Tally tally;
  for (std::string position;;) {
    CO_TRY(auto page, co_await scan.scan(std::move(position), kScanAtOnce));
    for (const Item& item : page.items)
      if (lives_at(item, second)) tally.add(item);
    progress(before + tally.items);
    position = std::move(page.next);
    if (position.empty()) co_return tally;
  }
}

}  // namespace

Key copy_key() {
  return {.pk = std::string(keys::kCopy.prefix), .sk = "POSITION"};
}

void Tally::add(const Item& item) {
  ++items;
  std::string text;
  for (const std::string* field : {&item.key.pk, &item.key.sk, &item.body, &item.label, &item.time, &item.kind})
    append(text, *field);
  append(text, std::to_string(item.version));
  append(text, std::to_string(item.expires_at));
  const Sha256 hash = sha256(text);
  std::array<std::uint64_t, 4> parts{};
  static_assert(sizeof(parts) == sizeof(hash));
  std::memcpy(parts.data(), hash.data(), sizeof(parts));
  for (std::size_t i = 0; i < parts.size(); ++i) sum[i] += parts[i];
}

Task<Result<std::uint64_t>> copy_everything(Everything from, Everything to, CopyOptions options) {
  CO_TRY(auto standing, co_await begin_copy(to, options.source));
  const bool finished = standing.items > 0 && standing.position.empty();
  if (finished) co_return standing.items;
  // With a limit, a page is at most what may be done in a tenth of a second.
  const std::size_t at_once =
      options.per_second == 0 ? kScanAtOnce : std::clamp<std::size_t>(options.per_second / 10, 1, kScanAtOnce);
  auto next_at = SteadyClock::now();
  do {
    CO_TRY(auto page, co_await from.scan.scan(standing.position, at_once));
    std::erase_if(page.items, [now = std::time(nullptr)](const Item& item) { return !lives_at(item, now); });
    const std::size_t count = page.items.size();
    standing.items += count;
    standing.position = std::move(page.next);
    CO_CHECK_OK(co_await put_page(to.store, std::move(page.items), standing));
    options.progress(standing.items);
    if (options.per_second != 0) {
      next_at += std::chrono::microseconds(count * 1'000'000 / options.per_second);
      co_await wait_until(next_at);
    }
  } while (!standing.position.empty());
  co_return standing.items;
}

Task<Result<Tally>> verify_copy(Everything from, Everything to, std::function<void(std::uint64_t)> progress) {
  const std::int64_t second = std::time(nullptr) + kHour;
  auto here = co_await tally_of(from.scan, second, 0, progress);
  if (!here) co_return here;
  auto there = co_await tally_of(to.scan, second, here->items, progress);
  if (!there) co_return there;
  if (*here != *there)
    co_return fail(Code::kConflict,
                   fmt::format("The target is not as the source: {} items instead of {}{}. Somebody wrote to one of "
                               "them meanwhile: stop all servers, and copy into an empty target.",
                               there->items, here->items,
                               there->items == here->items ? ", some of them with another content" : ""));
  std::vector<Write> writes;
  writes.emplace_back(Delete{.key = copy_key(), .condition = Any{}});
  CO_CHECK_OK(co_await to.store.commit(std::move(writes)));
  co_return *here;
}

}  // namespace doggy::store
