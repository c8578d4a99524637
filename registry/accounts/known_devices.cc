#include "registry/accounts/known_devices.h"

#include <algorithm>
#include <ranges>
#include <string_view>
#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

constexpr std::size_t kSecretSize = 43;
constexpr char kBetweenSecrets = '.';
constexpr std::size_t kDevicesRead = 100;     // More than there are, but for a race of two sign-ins.
constexpr std::size_t kForgottenAtOnce = 10;  // Within the 25 writes that every store takes.

store::Key device_key(const std::string& account_id, const std::string& hash) {
  return {.pk = keys::kAccount.of(account_id.empty() ? "nobody" : account_id), .sk = "DEVICE#" + hash};
}

store::Query devices_of(const std::string& account_id) {
  store::Query query{.pk = keys::kAccount.of(account_id), .from = "DEVICE#", .to = "DEVICE$"};
  query.limit = kDevicesRead;
  return query;
}

// The well-formed ones.
std::vector<std::string> secrets_in(std::string_view cookie) {
  std::vector<std::string> secrets;
  while (!cookie.empty() && secrets.size() < KnownDevices::kMostInCookie) {
    const std::size_t end = std::min(cookie.find(kBetweenSecrets), cookie.size());
    if (end == kSecretSize) secrets.emplace_back(cookie.substr(0, end));
    cookie.remove_prefix(std::min(end + 1, cookie.size()));
  }
  return secrets;
}

// The newest first.
std::string cookie_of(std::string_view newest, const std::vector<std::string>& others) {
  std::string cookie(newest);
  std::size_t count = 1;
  for (const std::string& secret : others) {
    if (secret == newest || count == KnownDevices::kMostInCookie) continue;
    cookie += kBetweenSecrets;
    cookie += secret;
    ++count;
  }
  return cookie;
}

}  // namespace

Task<Result<std::optional<std::string>>> KnownDevices::find(std::string account_id, std::string cookie) {
  std::vector<store::Key> keys;
  std::vector<std::string> hashes;
  for (const std::string& secret : secrets_in(cookie)) {
    hashes.push_back(sha256_hex(secret));
    keys.push_back(device_key(account_id, hashes.back()));
  }
  if (keys.empty()) co_return std::optional<std::string>{};
  CO_TRY(const auto items, co_await store_.get_many(std::move(keys)));
  const std::int64_t now = clock_().unix_ms() / 1000;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i] && items[i]->expires_at > now) co_return std::move(hashes[i]);
  co_return std::optional<std::string>{};
}

Task<Result<KnownDevices::Remembered>> KnownDevices::remember(std::string account_id, std::string cookie) {
  const std::vector<std::string> secrets = secrets_in(cookie);
  CO_TRY(const auto known, co_await find(account_id, std::move(cookie)));
  Remembered remembered;
  std::string secret;
  if (known) {
    secret = *std::ranges::find(secrets, *known, [](const std::string& one) { return sha256_hex(one); });
  } else {
    secret = random_token();
    CO_TRY(auto others, co_await store_.query(devices_of(account_id)));
    std::ranges::sort(others, {}, &store::Item::expires_at);
    const std::size_t over = others.size() < kMost ? 0 : others.size() - kMost + 1;
    for (std::size_t i = 0; i < std::min(over, kForgottenAtOnce); ++i)
      remembered.writes.emplace_back(store::Delete{others[i].key, store::Any{}});
  }
  remembered.cookie = cookie_of(secret, secrets);
  remembered.writes.emplace_back(store::Put{{.key = device_key(account_id, sha256_hex(secret)),
                                             .version = 1,
                                             .expires_at = clock_().unix_ms() / 1000 + kSeconds},
                                            store::Any{}});
  co_return remembered;
}

Task<Result<void>> KnownDevices::forget_all(std::string account_id) {
  for (;;) {
    CO_TRY(const auto devices, co_await store_.query(devices_of(account_id)));
    if (devices.empty()) co_return Result<void>{};
    std::vector<store::Write> writes;
    for (const store::Item& device : devices | std::views::take(kForgottenAtOnce))
      writes.emplace_back(store::Delete{device.key, store::Any{}});
    CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  }
}

}  // namespace doggy::accounts
