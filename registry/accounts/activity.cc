#include "registry/accounts/activity.h"

#include <utility>

#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/accounts/device_name.h"
#include "registry/accounts/throttle.h"
#include "registry/keys.h"
#include "registry/store/cursor.h"

namespace doggy::accounts {
namespace {

constexpr std::string_view kActivityPrefix = "ACTIVITY#";
constexpr Allowance kRefusedAllowance{.attempts = 20, .seconds = 60 * 60};

}  // namespace

Task<Result<void>> Activity::note(std::string account_id, ActivityKind kind, std::string address, std::string device) {
  const Timestamp now = clock_();
  if (kind == ActivityKind::kSignInRefused) {
    auto counted = co_await count_attempt(store_, "refusals noted of " + account_id, kRefusedAllowance, now);
    if (!counted && counted.error().code == Code::kThrottled) co_return Result<void>{};
    if (!counted) co_return counted;
  }
  const ActivityEntry entry{.at = now, .kind = kind, .address = std::move(address), .device = device_name(device)};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = {.pk = keys::kAccount.of(account_id),
                                          .sk = std::string(kActivityPrefix) + Uuid::v7(now.unix_ms()).text()},
                                  .version = 1,
                                  .body = codec::encode_text(entry, codec::Source::kStored),
                                  .expires_at = now.unix_ms() / 1000 + kSeconds},
                                 store::Absent{}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<Activity::Page>> Activity::list(std::string account_id, std::size_t limit, std::string cursor) {
  store::Query query{.pk = keys::kAccount.of(account_id), .from = std::string(kActivityPrefix), .to = "ACTIVITY$"};
  query.backward = true;
  query.limit = limit;
  if (!cursor.empty()) {
    if (!Uuid::parse(cursor)) co_return store::bad_cursor();
    query.after = std::string(kActivityPrefix) + cursor;
  }
  CO_TRY(auto items, co_await store_.query(std::move(query)));
  Page page;
  const std::int64_t now = clock_().unix_ms() / 1000;
  for (const store::Item& item : items) {
    if (item.expires_at <= now) continue;
    CO_TRY(auto entry, codec::decode_text<ActivityEntry>(item.body, codec::Source::kStored));
    page.items.push_back(std::move(entry));
  }
  if (items.size() == limit) page.next = items.back().key.sk.substr(kActivityPrefix.size());
  co_return page;
}

}  // namespace doggy::accounts
