#include "registry/audit/access_trail.h"

#include <fmt/format.h>

#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/store/cursor.h"

namespace doggy::audit {
namespace {

constexpr std::string_view kPrefix = "SEEN#";
constexpr std::size_t kMostKnown = 100'000;  // Of people and dogs that one process remembers in a day.

std::string day_of(const Timestamp& at) {
  return at.utc_text().substr(0, 10);
}

}  // namespace

AccessTrail::AccessTrail(store::Store& store, Clock clock, std::chrono::days retention)
    : store_(store), clock_(std::move(clock)), retention_(retention) {}

bool AccessTrail::is_news(const std::string& dog_id, const std::string& account_id) {
  const std::int64_t today = clock_().unix_ms() / std::chrono::milliseconds(std::chrono::days(1)).count();
  const std::lock_guard lock(mutex_);
  if (day_ != today || known_.size() >= kMostKnown) {
    day_ = today;
    known_.clear();
  }
  return known_.insert(dog_id + " " + account_id).second;
}

void AccessTrail::forget(const std::string& dog_id, const std::string& account_id) {
  const std::lock_guard lock(mutex_);
  known_.erase(dog_id + " " + account_id);
}

Task<Result<void>> AccessTrail::note(std::string dog_id, std::string sort_key, AccessEntry entry) {
  const std::int64_t expires = entry.at.unix_ms() / 1000 + std::chrono::seconds(retention_).count();
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = {.pk = log::partition_of(dog_id), .sk = std::move(sort_key)},
                                  .version = 1,
                                  .body = codec::encode_text(entry, codec::Source::kStored),
                                  .expires_at = expires},
                                 store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return Result<void>{};  // It is there already.
  co_return done;
}

Task<Result<void>> AccessTrail::viewed(std::string dog_id, circle::Author by) {
  AccessEntry entry{.at = clock_(), .by = std::move(by), .action = Access::kViewed};
  std::string key = fmt::format("{}{}#viewed#{}", kPrefix, day_of(entry.at), entry.by.id);
  return note(std::move(dog_id), std::move(key), std::move(entry));
}

Task<Result<void>> AccessTrail::exported(std::string dog_id, circle::Author by) {
  AccessEntry entry{.at = clock_(), .by = std::move(by), .action = Access::kExported};
  std::string key = fmt::format("{}{}#exported#{}#{}", kPrefix, day_of(entry.at), entry.at.utc_text(), entry.by.id);
  return note(std::move(dog_id), std::move(key), std::move(entry));
}

Task<Result<void>> AccessTrail::opened(std::string dog_id, circle::Author maker, std::string link_id) {
  if (!is_news(dog_id, link_id)) co_return Result<void>{};
  AccessEntry entry{.at = clock_(), .by = std::move(maker), .action = Access::kOpenedByLink};
  std::string key = fmt::format("{}{}#opened#{}", kPrefix, day_of(entry.at), link_id);
  auto noted = co_await note(dog_id, std::move(key), std::move(entry));
  if (!noted) forget(dog_id, link_id);
  co_return noted;
}

Task<Result<AccessPage>> AccessTrail::list(std::string dog_id, std::size_t limit, std::string cursor) {
  store::Query query{.pk = log::partition_of(dog_id), .from = std::string(kPrefix), .to = "SEEN$"};
  query.backward = true;
  query.limit = limit;
  if (!cursor.empty()) {
    auto after = from_base64url(cursor);
    if (!after || !after->starts_with(kPrefix)) co_return store::bad_cursor();
    query.after = std::move(*after);
  }
  CO_TRY(auto items, co_await store_.query(std::move(query)));
  AccessPage page;
  const std::int64_t now = clock_().unix_ms() / 1000;
  for (const store::Item& item : items) {
    if (item.expires_at != 0 && item.expires_at <= now) continue;
    CO_TRY(auto entry, codec::decode_text<AccessEntry>(item.body, codec::Source::kStored));
    page.items.push_back(std::move(entry));
  }
  if (items.size() == limit) page.next = base64url(items.back().key.sk);
  co_return page;
}

}  // namespace doggy::audit
