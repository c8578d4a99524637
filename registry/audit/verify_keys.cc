// Items by which something is found from outside, KEY#…, and the items of accounts that they are about.
#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/json/codec.h"
#include "registry/accounts/lower.h"
#include "registry/audit/verify.h"
#include "registry/store/query_all.h"

namespace doggy::audit {
namespace {

constexpr std::size_t kIdLength = 36;
constexpr std::size_t kItemsAtOnce = 500;

// Of the items of an account that something is found by, and the names of both.
struct Pair {
  std::string_view listed;  // What its sort key begins with.
  std::string_view key;     // What the partition that finds it begins with.
  std::string_view what;    // The sort key there.
};
constexpr std::array kPairs{Pair{"SESSION#", "KEY#SESSION#", "SESSION"}, Pair{"TOKEN#", "KEY#SESSION#", "SESSION"},
                            Pair{"PASSKEY#", "KEY#PASSKEY#", "PASSKEY"}, Pair{"PUSH#", "KEY#PUSH#", "PUSH"}};
constexpr std::string_view kEmail = "KEY#EMAIL#";
constexpr std::string_view kCalendar = "KEY#CALENDAR#";

bool is_over(const store::Item& item, std::int64_t now) {
  return item.expires_at != 0 && item.expires_at <= now;
}

std::string partition_of_account(std::string_view id) {
  return fmt::format("ACCOUNT#{}", id);
}

store::Key account_item(const std::string& id) {
  return {.pk = partition_of_account(id), .sk = "ACCOUNT"};
}

// "KEY#EMAIL#…" of an account; nothing when its item cannot be read.
std::optional<store::Key> email_item(const store::Item& account) {
  const auto parsed = codec::parse(account.body);
  const auto* object = parsed ? parsed->if_object() : nullptr;
  const auto* email = object == nullptr ? nullptr : object->if_contains("email");
  if (email == nullptr || !email->is_string()) return std::nullopt;
  return store::Key{.pk = std::string(kEmail) + accounts::lower(std::string(email->get_string())), .sk = "EMAIL"};
}

std::string points_nowhere(const store::Item& item) {
  return fmt::format("{} points to nothing", item.key.pk);
}

Task<Result<std::string>> verify_email(store::Store& store, store::Item item) {
  auto account = co_await store.get(account_item(item.body));
  if (!account) co_return std::unexpected(account.error());
  if (!*account || email_item(**account) != item.key) co_return points_nowhere(item);
  co_return std::string();
}

Task<Result<std::string>> verify_calendar(store::Store& store, store::Item item) {
  auto own = co_await store.get({.pk = partition_of_account(item.label), .sk = "CALENDAR"});
  if (!own) co_return std::unexpected(own.error());
  if (!*own || (*own)->label != item.key.pk.substr(kCalendar.size())) co_return points_nowhere(item);
  co_return std::string();
}

Task<Result<std::string>> verify_listed(store::Store& store, store::Item item, std::string_view prefix) {
  const std::string partition = partition_of_account(std::string_view(item.label).substr(0, kIdLength));
  std::vector<store::Key> keys;
  for (const Pair& pair : kPairs)
    if (pair.key == prefix)
      keys.push_back({.pk = partition, .sk = std::string(pair.listed) + item.key.pk.substr(prefix.size())});
  auto listed = co_await store.get_many(std::move(keys));
  if (!listed) co_return std::unexpected(listed.error());
  for (const auto& one : *listed)
    if (one) co_return std::string();
  co_return points_nowhere(item);
}

// The item that finds one of an account; nothing for an item that is found by none.
std::optional<store::Key> finder_of(const store::Item& item) {
  if (item.key.sk == "CALENDAR") return store::Key{.pk = std::string(kCalendar) + item.label, .sk = "CALENDAR"};
  for (const Pair& pair : kPairs)
    if (item.key.sk.starts_with(pair.listed))
      return store::Key{.pk = std::string(pair.key) + item.key.sk.substr(pair.listed.size()),
                        .sk = std::string(pair.what)};
  return std::nullopt;
}

}  // namespace

Task<Result<std::string>> verify_key(store::Store& store, store::Item item, std::int64_t now) {
  if (is_over(item, now)) co_return std::string();
  if (item.key.pk.starts_with(kEmail)) co_return co_await verify_email(store, std::move(item));
  if (item.key.pk.starts_with(kCalendar)) co_return co_await verify_calendar(store, std::move(item));
  for (const Pair& pair : kPairs)
    if (item.key.pk.starts_with(pair.key)) co_return co_await verify_listed(store, std::move(item), pair.key);
  // Links and invitations that were withdrawn leave theirs to expire.
  co_return std::string();
}

Task<Result<std::vector<std::string>>> verify_found(store::Store& store, std::string account_id, std::int64_t now) {
  std::vector<std::string> problems;
  auto account = co_await store.get(account_item(account_id));
  if (!account) co_return std::unexpected(account.error());
  if (!*account) co_return problems;  // It is being erased.
  std::vector<std::pair<std::string, store::Key>> finders;
  if (auto email = email_item(**account))
    finders.emplace_back("ACCOUNT", std::move(*email));
  else
    problems.emplace_back("ACCOUNT cannot be read");
  auto items = co_await store::query_all(store, {.pk = partition_of_account(account_id), .limit = kItemsAtOnce});
  if (!items) co_return std::unexpected(items.error());
  for (const store::Item& item : *items)
    if (auto finder = finder_of(item); finder && !is_over(item, now))
      finders.emplace_back(item.key.sk, std::move(*finder));
  for (const auto& [sort_key, key] : finders) {
    auto found = co_await store.get(key);
    if (!found) co_return std::unexpected(found.error());
    const std::string& owner = *found && sort_key == "ACCOUNT" ? (*found)->body : *found ? (*found)->label : sort_key;
    if (!*found || !owner.starts_with(account_id))
      problems.push_back(fmt::format("{} is not found by {}", sort_key, key.pk));
  }
  co_return problems;
}

}  // namespace doggy::audit
