#include "registry/webhooks/webhooks.h"

#include <algorithm>
#include <set>
#include <utility>

#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/webhooks/signature.h"

namespace doggy::webhooks {
namespace {

constexpr std::int64_t kDeliverySeconds = 30 * kDaySeconds;
constexpr std::int64_t kHourMs = std::int64_t{60} * 60 * 1000;
constexpr std::size_t kRemovedAtOnce = 20;

std::string partition_of(const std::string& account_id) {
  return keys::kAccount.of(account_id);
}
store::Key key_of(const std::string& account_id, const std::string& id) {
  return {.pk = partition_of(account_id), .sk = "WEBHOOK#" + id};
}
std::string log_prefix(const std::string& id) {
  return "HOOKLOG#" + id + "#";
}

std::unexpected<Error> no_webhook() {
  return fail(Code::kNotFound, "There is no such webhook.");
}

template <class T>
std::string stored_text(const T& value) {
  return codec::encode_text(value, codec::Source::kStored);
}

template <class T>
Result<std::vector<T>> read_all(const std::vector<store::Item>& items) {
  std::vector<T> read;
  for (const store::Item& item : items) {
    TRY(auto one, codec::decode_text<T>(item.body, codec::Source::kStored));
    read.push_back(std::move(one));
  }
  return read;
}

Result<void> check_kinds(const std::vector<notify::NoticeKind>& kinds) {
  const std::set<notify::NoticeKind> distinct(kinds.begin(), kinds.end());
  if (distinct.size() == kinds.size()) return {};
  return fail_field("kinds", "uniqueItems", "A kind may be named only once.");
}

}  // namespace

Webhooks::Webhooks(store::Store& store, UrlRule rule, Clock clock)
    : store_(store), rule_(std::move(rule)), clock_(std::move(clock)) {}

Task<Result<std::vector<Webhook>>> Webhooks::list(std::string account_id) {
  store::Query query{.pk = partition_of(account_id), .from = "WEBHOOK#", .to = "WEBHOOK$"};
  CO_TRY(auto items, co_await store_.query(std::move(query)));
  co_return read_all<Webhook>(items);
}

Task<Result<Webhooks::Stored>> Webhooks::read(std::string account_id, std::string id) {
  if (!Uuid::parse(id)) co_return no_webhook();
  CO_TRY(auto item, co_await store_.get(key_of(account_id, id)));
  if (!item) co_return no_webhook();
  CO_TRY(auto webhook, codec::decode_text<Webhook>(item->body, codec::Source::kStored));
  co_return Stored{.webhook = std::move(webhook), .version = item->version};
}

Task<Result<Webhook>> Webhooks::get(std::string account_id, std::string id) {
  CO_TRY(auto stored, co_await read(std::move(account_id), std::move(id)));
  co_return std::move(stored.webhook);
}

Task<Result<Webhook>> Webhooks::make(std::string account_id, NewWebhook request) {
  CO_CHECK_OK(rule_(request.url));
  CO_CHECK_OK(check_kinds(request.kinds));
  CO_TRY(auto others, co_await list(account_id));
  if (others.size() >= kMostWebhooks)
    co_return fail(Code::kConflict, "There are 20 webhooks already: remove one first.");
  Webhook made{.id = Uuid::v7(), .url = std::move(request.url), .kinds = std::move(request.kinds)};
  made.description = std::move(request.description);
  made.created_at = clock_();
  made.secret = new_secret();
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = key_of(account_id, made.id.text()), .version = 1, .body = stored_text(made)},
                                 store::Absent{}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return made;
}

Task<Result<Webhook>> Webhooks::replace(std::string account_id, Stored stored) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = key_of(account_id, stored.webhook.id.text()),
                                  .version = stored.version + 1,
                                  .body = stored_text(stored.webhook)},
                                 store::VersionIs{stored.version}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return std::move(stored.webhook);
}

Task<Result<Webhook>> Webhooks::change(std::string account_id, std::string id, WebhookChange change) {
  CO_TRY(auto stored, co_await read(account_id, std::move(id)));
  Webhook& webhook = stored.webhook;
  if (change.url) {
    CO_CHECK_OK(rule_(*change.url));
    webhook.url = std::move(*change.url);
  }
  if (!change.kinds.empty()) {
    CO_CHECK_OK(check_kinds(change.kinds));
    webhook.kinds = std::move(change.kinds);
  }
  if (change.description) webhook.description = std::move(*change.description);
  if (change.enabled) {
    webhook.enabled = *change.enabled;
    webhook.disabled_because = webhook.enabled ? std::nullopt : std::optional(Disabled::kByItsOwner);
  }
  co_return co_await replace(std::move(account_id), std::move(stored));
}

Task<Result<Webhook>> Webhooks::rotate_secret(std::string account_id, std::string id) {
  CO_TRY(auto stored, co_await read(account_id, std::move(id)));
  Webhook& webhook = stored.webhook;
  webhook.old_secret = std::exchange(webhook.secret, new_secret());
  webhook.old_secret_until = Timestamp::from_unix_ms(clock_().unix_ms() + kOverlapHours * kHourMs);
  co_return co_await replace(std::move(account_id), std::move(stored));
}

Task<Result<bool>> Webhooks::disable(std::string account_id, std::string id, Disabled why) {
  CO_TRY(auto stored, co_await read(account_id, std::move(id)));
  if (!stored.webhook.enabled) co_return false;
  stored.webhook.enabled = false;
  stored.webhook.disabled_because = why;
  CO_CHECK_OK(co_await replace(std::move(account_id), std::move(stored)));
  co_return true;
}

Task<Result<void>> Webhooks::remove(std::string account_id, std::string id) {
  CO_CHECK_OK(co_await read(account_id, id));
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{key_of(account_id, id), store::Any{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) co_return done;
  // Whoever dies before this leaves deliveries that nobody is shown and that expire.
  CO_TRY(auto left, co_await deliveries(account_id, id));
  while (!left.empty()) {
    std::vector<store::Write> removals;
    for (std::size_t i = 0; i < kRemovedAtOnce && !left.empty(); ++i) {
      removals.emplace_back(
          store::Delete{{.pk = partition_of(account_id), .sk = log_prefix(id) + left.back().id.text()}, store::Any{}});
      left.pop_back();
    }
    done = co_await store_.commit(std::move(removals));
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

Task<Result<std::vector<Delivery>>> Webhooks::deliveries(std::string account_id, std::string id) {
  store::Query query{.pk = partition_of(account_id), .from = log_prefix(id), .to = "HOOKLOG#" + id + "$"};
  query.backward = true;
  query.limit = kDeliveriesKept;
  CO_TRY(auto items, co_await store_.query(std::move(query)));
  const std::int64_t now = clock_().unix_ms() / 1000;
  std::erase_if(items, [now](const store::Item& item) { return item.expires_at <= now; });
  co_return read_all<Delivery>(items);
}

Task<Result<Delivery>> Webhooks::delivery(std::string account_id, std::string id, std::string delivery_id) {
  CO_TRY(auto all, co_await deliveries(std::move(account_id), std::move(id)));
  const auto found = std::ranges::find_if(all, [&](const Delivery& one) { return one.id.text() == delivery_id; });
  if (found == all.end()) co_return fail(Code::kNotFound, "There is no such delivery.");
  co_return std::move(*found);
}

Task<Result<void>> Webhooks::note(std::string account_id, std::string id, Delivery delivery) {
  const std::string pk = partition_of(account_id);
  store::Query query{.pk = pk, .from = log_prefix(id), .to = "HOOKLOG#" + id + "$"};
  query.limit = kDeliveriesKept + kRemovedAtOnce;
  CO_TRY(auto kept, co_await store_.query(std::move(query)));
  auto stored = co_await read(account_id, id);
  if (!stored) {
    if (stored.error().code == Code::kNotFound) co_return Result<void>{};
    co_return std::unexpected(stored.error());
  }
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = {.pk = pk, .sk = log_prefix(id) + delivery.id.text()},
                                  .version = 1,
                                  .body = stored_text(delivery),
                                  .expires_at = delivery.at.unix_ms() / 1000 + kDeliverySeconds},
                                 store::Any{}});
  const std::size_t most = kDeliveriesKept - 1;
  for (std::size_t i = 0; kept.size() > most && i < std::min(kept.size() - most, kRemovedAtOnce); ++i)
    writes.emplace_back(store::Delete{kept[i].key, store::Any{}});
  co_return co_await store_.commit(std::move(writes));
}

std::vector<std::string> secrets_at(const Webhook& webhook, const Timestamp& now) {
  std::vector<std::string> secrets{webhook.secret};
  if (webhook.old_secret && webhook.old_secret_until && now < *webhook.old_secret_until)
    secrets.push_back(*webhook.old_secret);
  return secrets;
}

}  // namespace doggy::webhooks
