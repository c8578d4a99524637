#include "registry/accounts/calendar_feeds.h"

#include <utility>

#include "platform/id/secret.h"

namespace doggy::accounts {
namespace {

store::Key feed_key(const std::string& hash) {
  return {.pk = "KEY#CALENDAR#" + hash, .sk = "CALENDAR"};
}
store::Key own_key(const std::string& account_id) {
  return {.pk = "ACCOUNT#" + account_id, .sk = "CALENDAR"};
}

}  // namespace

Task<Result<std::string>> CalendarFeeds::renew(std::string account_id) {
  auto current = co_await store_.get(own_key(account_id));
  if (!current) co_return std::unexpected(current.error());
  std::string token = random_token();
  const std::string hash = sha256_hex(token);
  std::vector<store::Write> writes;
  store::Item own{.key = own_key(account_id), .version = 1, .label = hash};
  store::Condition condition = store::Absent{};
  if (*current) {
    own.version = (*current)->version + 1;
    condition = store::VersionIs{(*current)->version};
    writes.emplace_back(store::Delete{feed_key((*current)->label), store::Any{}});
  }
  writes.emplace_back(store::Put{std::move(own), condition});
  writes.emplace_back(
      store::Put{{.key = feed_key(hash), .version = 1, .label = std::move(account_id)}, store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) co_return std::unexpected(done.error());
  co_return token;
}

Task<Result<void>> CalendarFeeds::revoke(std::string account_id) {
  auto current = co_await store_.get(own_key(account_id));
  if (!current) co_return std::unexpected(current.error());
  if (!*current) co_return Result<void>{};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{feed_key((*current)->label), store::Any{}});
  writes.emplace_back(store::Delete{own_key(account_id), store::VersionIs{(*current)->version}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<bool>> CalendarFeeds::exists(std::string account_id) {
  auto current = co_await store_.get(own_key(account_id));
  if (!current) co_return std::unexpected(current.error());
  co_return current->has_value();
}

Task<Result<std::string>> CalendarFeeds::account_of(std::string token) {
  auto feed = co_await store_.get(feed_key(sha256_hex(token)));
  if (!feed) co_return std::unexpected(feed.error());
  if (!*feed) co_return fail(Code::kNotFound, "There is no such calendar.");
  co_return (*feed)->label;
}

}  // namespace doggy::accounts
