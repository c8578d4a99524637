#include "registry/accounts/calendar_feeds.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

store::Key feed_key(const std::string& hash) {
  return {.pk = keys::kCalendarKey.of(hash), .sk = "CALENDAR"};
}
store::Key own_key(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "CALENDAR"};
}

}  // namespace

Task<Result<std::string>> CalendarFeeds::renew(std::string account_id, std::string session) {
  CO_TRY(const auto current, co_await store_.get(own_key(account_id)));
  std::string token = random_token();
  const std::string hash = sha256_hex(token);
  std::vector<store::Write> writes;
  store::Item own{.key = own_key(account_id), .version = 1, .body = clock_().utc_text(), .label = hash};
  store::Condition condition = store::Absent{};
  if (current) {
    own.version = current->version + 1;
    condition = store::VersionIs{current->version};
    writes.emplace_back(store::Delete{feed_key(current->label), store::Any{}});
  }
  writes.emplace_back(store::Put{std::move(own), condition});
  writes.emplace_back(
      store::Put{{.key = feed_key(hash), .version = 1, .label = std::move(account_id)}, store::Absent{}});
  CO_CHECK_OK(co_await commit_in_session(store_, std::move(session), std::move(writes)));
  co_return token;
}

Task<Result<void>> CalendarFeeds::revoke(std::string account_id) {
  CO_TRY(auto current, co_await store_.get(own_key(account_id)));
  if (!current) co_return Result<void>{};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{feed_key(current->label), store::Any{}});
  writes.emplace_back(store::Delete{own_key(account_id), store::VersionIs{current->version}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<std::vector<Feed>>> CalendarFeeds::list(std::string account_id) {
  CO_TRY(const auto current, co_await store_.get(own_key(account_id)));
  std::vector<Feed> feeds;
  if (current) feeds.push_back({.kind = FeedKind::kCalendar, .created_at = Timestamp::parse(current->body)});
  co_return feeds;
}

Task<Result<std::string>> CalendarFeeds::account_of(std::string token) {
  CO_TRY(auto feed, co_await store_.get(feed_key(sha256_hex(token))));
  if (!feed) co_return fail(Code::kNotFound, "There is no such calendar.");
  co_return feed->label;
}

}  // namespace doggy::accounts
