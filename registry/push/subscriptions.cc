#include "registry/push/subscriptions.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/push/p256.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::push {
namespace {

constexpr std::size_t kIdSize = 32;  // Of the hash's 64 digits: 128 bits.
constexpr std::size_t kAuthSize = 16;

store::Key key_of(const std::string& account_id, const std::string& id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "PUSH#" + id};
}
store::Key owner_key(const std::string& id) {
  return {.pk = keys::kPushKey.of(id), .sk = "PUSH"};
}

// "https://push.example.org/send/abc" → "push.example.org".
std::string host_of(std::string_view url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string_view::npos) return {};
  url.remove_prefix(slashes + 2);
  return std::string(url.substr(0, url.find_first_of("/?:")));
}

Result<void> check_keys(const PushKeys& keys) {
  const auto point = from_base64url(keys.p256dh);
  if (!point || !is_point(*point))
    return fail_field("keys.p256dh", "format", "This is no point on the curve P-256 in base64url.");
  const auto auth = from_base64url(keys.auth);
  if (!auth || auth->size() != kAuthSize)
    return fail_field("keys.auth", "format", "These are no 16 bytes in base64url.");
  return {};
}

}  // namespace

Subscriptions::Subscriptions(store::Store& store, accounts::Sessions& sessions, EndpointRule rule,
                             accounts::Clock clock)
    : store_(store), sessions_(sessions), rule_(std::move(rule)), clock_(std::move(clock)) {}

Task<Result<Subscription>> Subscriptions::add(std::string account_id, std::string token, NewSubscription request) {
  CO_CHECK_OK(rule_(request.endpoint));
  CO_CHECK_OK(check_keys(request.keys));
  Subscription added{.id = sha256_hex(request.endpoint).substr(0, kIdSize)};
  CO_TRY(auto others, co_await list(account_id));
  std::erase_if(others, [&](const Subscription& one) { return one.id == added.id; });
  if (others.size() >= kMostSubscriptions)
    co_return fail(Code::kConflict, "Notifications go to 20 devices already: remove one first.");

  CO_TRY(auto owner, co_await store_.get(owner_key(added.id)));
  added.name = std::move(request.name);
  added.show_names = request.show_names;
  added.service = host_of(request.endpoint);
  added.created_at = clock_();
  added.endpoint = std::move(request.endpoint);
  added.keys = std::move(request.keys);
  added.session = sha256_hex(token);
  std::vector<store::Write> writes;
  store::Condition condition = store::Absent{};
  if (owner) {
    condition = store::VersionIs{owner->version};
    if (owner->label != account_id) writes.emplace_back(store::Delete{key_of(owner->label, added.id), store::Any{}});
  }
  writes.emplace_back(store::Put{
      {.key = owner_key(added.id), .version = owner ? owner->version + 1 : 1, .label = account_id}, condition});
  writes.emplace_back(store::Put{
      {.key = key_of(account_id, added.id), .version = 1, .body = codec::encode_text(added, codec::Source::kStored)},
      store::Any{}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return added;
}

Task<Result<std::vector<Subscription>>> Subscriptions::list(std::string account_id) {
  store::Query query{.pk = keys::kAccount.of(account_id), .from = "PUSH#", .to = "PUSH$"};
  CO_TRY(auto items, co_await store_.query(std::move(query)));
  std::vector<Subscription> open;
  for (const store::Item& item : items) {
    CO_TRY(auto subscription, codec::decode_text<Subscription>(item.body, codec::Source::kStored));
    CO_TRY(auto goes_on, co_await sessions_.goes_on(subscription.session));
    if (goes_on) {
      open.push_back(std::move(subscription));
      continue;
    }
    static_cast<void>(co_await remove(account_id, subscription.id));
  }
  co_return open;
}

Task<Result<void>> Subscriptions::remove(std::string account_id, std::string id) {
  if (id.size() != kIdSize) co_return fail(Code::kNotFound, "There is no such subscription.");
  CO_TRY(auto own, co_await store_.get(key_of(account_id, id)));
  if (!own) co_return fail(Code::kNotFound, "There is no such subscription.");
  CO_TRY(auto owner, co_await store_.get(owner_key(id)));
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{key_of(account_id, id), store::Any{}});
  if (owner && owner->label == account_id)
    writes.emplace_back(store::Delete{owner_key(id), store::VersionIs{owner->version}});
  co_return co_await store_.commit(std::move(writes));
}

}  // namespace doggy::push
