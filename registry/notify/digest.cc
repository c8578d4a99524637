#include "registry/notify/digest.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "platform/try.h"
#include "registry/jobs/queue.h"
#include "registry/keys.h"
#include "registry/notify/notifier.h"
#include "registry/notify/unsubscribe.h"

namespace doggy::notify {
namespace {

const std::string kDigestKind = "notify-digest";
constexpr std::size_t kMostLines = 50;

store::Key last_key(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "NOTIFY-DIGEST"};
}

std::string digest_text(const accounts::Account& account, const std::vector<Notice>& notices,
                        const std::string& public_url, const std::string& token) {
  std::string text = greeting(account) + "\n\nthis is new for you at Doggy App:\n\n";
  for (const Notice& notice : notices)
    text += fmt::format("- {}\n  {}{}\n", wording_of(notice).summary, public_url, path_of(notice));
  text += fmt::format(
      "\nAll of it: {}/notifications\nWhat you are told, and when: {}/settings/notifications\nNo more of these mails: "
      "{}/unsubscribe#{}\n",
      public_url, public_url, public_url, token);
  return text;
}

// What the digest would tell, newest first.
Task<Result<std::vector<Notice>>> news_since(DigestServices services, std::string account_id, std::int64_t since_ms) {
  CO_TRY(auto preferences, co_await load_preferences(services.store, account_id));
  CO_TRY(auto page, co_await services.notices.list(std::move(account_id), {.unread = true, .unlisted_too = true},
                                                   Notices::kMostCounted, {}));
  std::vector<Notice> news;
  for (Notice& notice : page.items)
    if (notice.at.unix_ms() > since_ms && preferences.of(notice.kind).digest && news.size() < kMostLines)
      news.push_back(std::move(notice));
  co_return news;
}

Task<Result<void>> send_digest(DigestServices services, jobs::Job job) {
  const std::string account_id(job.payload.at("accountId").as_string());
  const auto planned = Timestamp::parse(std::string_view(job.payload.at("at").as_string()));
  CO_TRY(auto last, co_await services.store.get(last_key(account_id)));
  const auto told = last ? Timestamp::parse(last->body) : std::nullopt;
  if (!planned || (told && *told >= *planned)) co_return Result<void>{};
  auto account = co_await services.accounts.get(account_id);
  if (!account && account.error().code == Code::kNotFound) co_return Result<void>{};
  if (!account) co_return std::unexpected(account.error());
  if (!account->email_verified) co_return Result<void>{};
  CO_TRY(auto news, co_await news_since(services, account_id, told ? told->unix_ms() : 0));
  if (news.empty()) co_return Result<void>{};
  for (Notice& notice : news) {
    CO_TRY(notice, co_await as_mailed(services.accounts, std::move(notice)));
  }

  CO_TRY(auto token, co_await unsubscribe_token(services.store, account_id, news.front().kind, ChannelKind::kDigest));
  Letter letter{.message = {.to = account->email,
                            .subject = "What is new",
                            .text = digest_text(*account, news, services.public_url, token),
                            .headers = unsubscribe_headers(services.public_url, token)}};
  // The letter and how far it told are written together, so it is sent once.
  std::vector<store::Write> writes;
  writes.push_back(services.post.write(std::move(letter), "digest-" + account_id, *planned));
  writes.emplace_back(
      store::Put{{.key = last_key(account_id), .version = last ? last->version + 1 : 1, .body = planned->utc_text()},
                 last ? store::Condition(store::VersionIs{last->version}) : store::Absent{}});
  auto done = co_await services.store.commit(std::move(writes));
  if (done) services.runner.wake();
  co_return done;
}

}  // namespace

store::Write plan_digest(const std::string& account_id, const Timestamp& at) {
  return jobs::enqueue({.kind = kDigestKind,
                        .payload = {{"accountId", account_id}, {"at", at.utc_text()}},
                        .due = at,
                        .id = "digest#" + account_id});
}

void handle_digests(const DigestServices& services) {
  services.runner.handle(kDigestKind, [services](jobs::Job job) { return send_digest(services, std::move(job)); });
}

}  // namespace doggy::notify
