// Items by which something is found from outside, KEY#…, and the items of accounts that they are about.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/accounts/lower.h"
#include "registry/audit/verify.h"
#include "registry/keys.h"
#include "registry/store/query_all.h"

namespace doggy::audit {
namespace {

constexpr std::size_t kIdLength = 36;
constexpr std::size_t kItemsAtOnce = 500;

bool is_over(const store::Item& item, std::int64_t now) {
  return item.expires_at != 0 && item.expires_at <= now;
}

store::Key account_item(const std::string& id) {
  return {.pk = keys::kAccount.of(id), .sk = "ACCOUNT"};
}

// "KEY#EMAIL#…" of an account; nothing when its item cannot be read.
std::optional<store::Key> email_item(const store::Item& account) {
  const auto parsed = codec::parse(account.body);
  const auto* object = parsed ? parsed->if_object() : nullptr;
  const auto* email = object == nullptr ? nullptr : object->if_contains("email");
  if (email == nullptr || !email->is_string()) return std::nullopt;
  return store::Key{.pk = keys::kEmailKey.of(accounts::lower(std::string(email->get_string()))), .sk = "EMAIL"};
}

std::string points_nowhere(const store::Item& item) {
  return fmt::format("{} points to nothing", item.key.pk);
}

Task<Result<std::string>> verify_email(store::Store& store, store::Item item) {
  CO_TRY(auto account, co_await store.get(account_item(item.body)));
  if (!account || email_item(*account) != item.key) co_return points_nowhere(item);
  co_return std::string();
}

Task<Result<std::string>> verify_calendar(store::Store& store, store::Item item) {
  CO_TRY(auto own, co_await store.get({.pk = keys::kAccount.of(item.label), .sk = std::string(keys::kCalendarItem)}));
  if (!own || own->label != keys::kCalendarKey.id_in(item.key.pk)) co_return points_nowhere(item);
  co_return std::string();
}

Task<Result<std::string>> verify_listed(store::Store& store, store::Item item, keys::Family family) {
  const std::string partition = keys::kAccount.of(std::string_view(item.label).substr(0, kIdLength));
  std::vector<store::Key> candidates;
  for (const keys::Finder& finder : keys::kFinders)
    if (finder.family.prefix == family.prefix)
      candidates.push_back({.pk = partition, .sk = std::string(finder.listed) + family.id_in(item.key.pk)});
  CO_TRY(auto listed, co_await store.get_many(std::move(candidates)));
  for (const auto& one : listed)
    if (one) co_return std::string();
  co_return points_nowhere(item);
}

}  // namespace

Task<Result<std::string>> verify_key(store::Store& store, store::Item item, std::int64_t now) {
  if (is_over(item, now)) co_return std::string();
  const keys::Family* family = keys::family_of(item.key.pk);
  if (family == nullptr) co_return fmt::format("{} is of no known kind", item.key.pk);
  if (family->prefix == keys::kEmailKey.prefix) co_return co_await verify_email(store, std::move(item));
  if (family->prefix == keys::kCalendarKey.prefix) co_return co_await verify_calendar(store, std::move(item));
  if (family->end == keys::End::kWithItem) co_return co_await verify_listed(store, std::move(item), *family);
  // Links and invitations that were withdrawn leave theirs to expire.
  co_return std::string();
}

Task<Result<std::vector<std::string>>> verify_found(store::Store& store, std::string account_id, std::int64_t now) {
  std::vector<std::string> problems;
  CO_TRY(auto account, co_await store.get(account_item(account_id)));
  if (!account) co_return problems;  // It is being erased.
  std::vector<std::pair<std::string, store::Key>> finders;
  if (auto email = email_item(*account))
    finders.emplace_back("ACCOUNT", std::move(*email));
  else
    problems.emplace_back("ACCOUNT cannot be read");
  CO_TRY(auto items, co_await store::query_all(store, {.pk = keys::kAccount.of(account_id), .limit = kItemsAtOnce}));
  for (const store::Item& item : items)
    if (auto finder = keys::finder_of(item.key.sk, item.label); finder && !is_over(item, now))
      finders.emplace_back(item.key.sk, store::Key{.pk = std::move(finder->pk), .sk = std::move(finder->sk)});
  for (const auto& [sort_key, key] : finders) {
    CO_TRY(auto found, co_await store.get(key));
    const std::string& owner = found && sort_key == "ACCOUNT" ? found->body : found ? found->label : sort_key;
    if (!found || !owner.starts_with(account_id))
      problems.push_back(fmt::format("{} is not found by {}", sort_key, key.pk));
  }
  co_return problems;
}

}  // namespace doggy::audit
