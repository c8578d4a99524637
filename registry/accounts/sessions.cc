#include "registry/accounts/sessions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/lifetime.h"
#include "platform/try.h"
#include "registry/accounts/device_name.h"
#include "registry/keys.h"
#include "registry/store/query_all.h"

namespace doggy::accounts {
namespace {

constexpr std::string_view kSession = "SESSION#";
constexpr std::string_view kToken = "TOKEN#";
constexpr std::size_t kIdSize = 16;  // Of the hash's 64 digits: 64 bits.
constexpr std::size_t kAccountIdSize = 36;
constexpr Lifetime kTokenLifetime{.usual = 90, .longest = 366};
constexpr std::size_t kPage = 1000;
constexpr std::size_t kAtOnce = 12;  // Two deletions each, within the 25 writes that every store takes.

store::Key session_key(const std::string& hash) {
  return {.pk = keys::kSessionKey.of(hash), .sk = "SESSION"};
}
store::Key listed_key(const std::string& account_id, std::string_view prefix, const std::string& hash) {
  return {.pk = keys::kAccount.of(account_id), .sk = std::string(prefix) + hash};
}

std::string label_of(const std::string& account_id, Scope scope) {
  if (scope == Scope::kSession) return account_id;
  return account_id + (scope == Scope::kRead ? " read" : " write");
}

Identity identity_of(const std::string& label) {
  Identity identity{.account_id = label.substr(0, kAccountIdSize)};
  const std::string_view scope = std::string_view(label).substr(identity.account_id.size());
  if (scope == " read") identity.scope = Scope::kRead;
  if (scope == " write") identity.scope = Scope::kWrite;
  return identity;
}

std::string hash_in(const store::Item& item, std::string_view prefix) {
  return item.key.sk.substr(prefix.size());
}

std::vector<store::Write> writes_for(const std::string& account_id, std::string_view prefix, const std::string& hash,
                                     Scope scope, std::int64_t expires, std::string body) {
  std::vector<store::Write> writes;
  writes.emplace_back(
      store::Put{{.key = session_key(hash), .version = 1, .label = label_of(account_id, scope), .expires_at = expires},
                 store::Absent{}});
  writes.emplace_back(store::Put{
      {.key = listed_key(account_id, prefix, hash), .version = 1, .body = std::move(body), .expires_at = expires},
      store::Absent{}});
  return writes;
}

std::unexpected<Error> session_ended() {
  return fail(Code::kUnauthenticated, "You are not signed in, or your session has ended.");
}

}  // namespace

Sessions::Sessions(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

Task<Result<Sessions::Opened>> Sessions::open(std::string account_id, std::string device,
                                              std::vector<store::Write> also) {
  const Timestamp now = clock_();
  Opened opened{.token = random_token(), .expires_at = Timestamp::from_unix_ms(now.unix_ms() + kSessionSeconds * 1000)};
  const std::string hash = sha256_hex(opened.token);
  const SessionInfo info{
      .id = hash.substr(0, kIdSize), .created_at = now, .expires_at = opened.expires_at, .device = device_name(device)};
  auto writes = writes_for(account_id, kSession, hash, Scope::kSession, opened.expires_at.unix_ms() / 1000,
                           codec::encode_text(info, codec::Source::kStored));
  std::ranges::move(also, std::back_inserter(writes));
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return opened;
}

Task<Result<Identity>> Sessions::authenticate(std::string token) {
  CO_TRY(auto found, co_await store_.get(session_key(sha256_hex(token))));
  const bool valid = found && found->expires_at > clock_().unix_ms() / 1000;
  if (!valid) co_return session_ended();
  co_return identity_of(found->label);
}

Task<Result<bool>> Sessions::goes_on(std::string hash) {
  CO_TRY(auto found, co_await store_.get(session_key(hash)));
  co_return found && found->expires_at > clock_().unix_ms() / 1000;
}

Task<Result<std::vector<store::Item>>> Sessions::listed(std::string account_id, std::string prefix) {
  std::string end = prefix;
  end.back() = '$';  // After '#'.
  store::Query query{.pk = keys::kAccount.of(account_id), .from = prefix, .to = std::move(end)};
  query.limit = kPage;
  auto items = co_await store::query_all(store_, std::move(query));
  if (!items) co_return std::unexpected(items.error());
  const std::int64_t now = clock_().unix_ms() / 1000;
  std::erase_if(*items, [now](const store::Item& item) { return item.expires_at <= now; });
  co_return items;
}

Task<Result<std::vector<SessionInfo>>> Sessions::list(std::string account_id, std::string token) {
  CO_TRY(auto items, co_await listed(std::move(account_id), std::string(kSession)));
  const std::string own = sha256_hex(token);
  std::vector<SessionInfo> sessions;
  for (const store::Item& item : items) {
    const std::string hash = hash_in(item, kSession);
    auto info = codec::decode_text<SessionInfo>(item.body, codec::Source::kStored);
    // Of a session from before its device was noted, the body is only the time.
    if (!info) info = SessionInfo{.created_at = Timestamp::parse(item.body).value_or(Timestamp::from_unix_ms(0))};
    info->id = hash.substr(0, kIdSize);
    info->expires_at = Timestamp::from_unix_ms(item.expires_at * 1000);
    info->current = hash == own;
    sessions.push_back(std::move(*info));
  }
  std::ranges::sort(sessions, std::greater{}, [](const SessionInfo& one) { return one.created_at.unix_ms(); });
  co_return sessions;
}

Task<Result<void>> Sessions::end(std::string token) {
  const std::string hash = sha256_hex(token);
  CO_TRY(auto found, co_await store_.get(session_key(hash)));
  if (!found) co_return Result<void>{};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{session_key(hash), store::Any{}});
  writes.emplace_back(store::Delete{listed_key(identity_of(found->label).account_id, kSession, hash), store::Any{}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<void>> Sessions::remove_one(std::string account_id, std::string prefix, std::string id) {
  CO_TRY(auto items, co_await listed(std::move(account_id), prefix));
  for (const store::Item& item : items) {
    const std::string hash = hash_in(item, prefix);
    if (id.size() != kIdSize || !hash.starts_with(id)) continue;
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{session_key(hash), store::Any{}});
    writes.emplace_back(store::Delete{item.key, store::Any{}});
    co_return co_await store_.commit(std::move(writes));
  }
  co_return fail(Code::kNotFound, "There is none with this id.");
}

Task<Result<void>> Sessions::remove_all(std::string account_id, std::string prefix, std::string but_hash) {
  CO_TRY(auto items, co_await listed(std::move(account_id), prefix));
  std::vector<store::Write> writes;
  for (const store::Item& item : items) {
    const std::string hash = hash_in(item, prefix);
    if (hash == but_hash) continue;
    writes.emplace_back(store::Delete{session_key(hash), store::Any{}});
    writes.emplace_back(store::Delete{item.key, store::Any{}});
    if (writes.size() < 2 * kAtOnce) continue;
    auto done = co_await store_.commit(std::exchange(writes, {}));
    if (!done) co_return done;
  }
  if (writes.empty()) co_return Result<void>{};
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<void>> Sessions::end_one(std::string account_id, std::string id) {
  return remove_one(std::move(account_id), std::string(kSession), std::move(id));
}

Task<Result<void>> Sessions::end_all(std::string account_id, std::string but_token) {
  const std::string kept = std::move(but_token);
  return remove_all(std::move(account_id), std::string(kSession), kept.empty() ? std::string() : sha256_hex(kept));
}

Task<Result<ApiToken>> Sessions::make_token(std::string account_id, NewApiToken request, std::string session) {
  const Timestamp now = clock_();
  CO_TRY(auto end, choose_end(request.expires_at, now, kTokenLifetime, "A token"));
  CO_TRY(auto others, co_await listed(account_id, std::string(kToken)));
  if (others.size() >= kMostTokens) co_return fail(Code::kConflict, "There are 50 tokens already: revoke one first.");

  std::string token = random_token();
  const std::string hash = sha256_hex(token);
  ApiToken made{.id = hash.substr(0, kIdSize), .name = std::move(request.name), .scope = request.scope};
  made.created_at = now;
  made.expires_at = std::move(end);
  auto writes = writes_for(account_id, kToken, hash, made.scope == TokenScope::kRead ? Scope::kRead : Scope::kWrite,
                           made.expires_at->unix_ms() / 1000, codec::encode_text(made, codec::Source::kStored));
  CO_CHECK_OK(co_await commit_in_session(store_, std::move(session), std::move(writes)));
  made.token = std::move(token);
  co_return made;
}

Task<Result<std::vector<ApiToken>>> Sessions::tokens(std::string account_id) {
  CO_TRY(auto items, co_await listed(std::move(account_id), std::string(kToken)));
  std::vector<ApiToken> tokens;
  for (const store::Item& item : items) {
    CO_TRY(auto token, codec::decode_text<ApiToken>(item.body, codec::Source::kStored));
    tokens.push_back(std::move(token));
  }
  std::ranges::sort(tokens, std::greater{}, [](const ApiToken& one) { return one.created_at.unix_ms(); });
  co_return tokens;
}

Task<Result<void>> Sessions::revoke_token(std::string account_id, std::string id) {
  return remove_one(std::move(account_id), std::string(kToken), std::move(id));
}

Task<Result<void>> Sessions::revoke_tokens(std::string account_id) {
  return remove_all(std::move(account_id), std::string(kToken), {});
}

Task<Result<void>> commit_in_session(store::Store& store, std::string token, std::vector<store::Write> writes) {
  const store::Key session = session_key(sha256_hex(token));
  writes.emplace_back(store::Check{session, store::VersionIs{1}});
  auto done = co_await store.commit(std::move(writes));
  if (done || done.error().code != Code::kConflict) co_return done;
  CO_TRY(const auto still, co_await store.get(session));
  if (!still) co_return session_ended();
  co_return done;
}

}  // namespace doggy::accounts
