#include "registry/accounts/accounts.h"

#include <algorithm>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "registry/accounts/password.h"
#include "registry/accounts/throttle.h"

namespace doggy::accounts {
namespace {

// A person mistypes a few times; a guesser is stopped. The pair of email and address is counted tightly, so that
// somebody elsewhere cannot lock a person out with ten wrong guesses; the email and the address alone more loosely.
constexpr Allowance kPairAllowance{.attempts = 10, .seconds = 15 * 60};
constexpr Allowance kEmailAllowance{.attempts = 100, .seconds = 15 * 60};
constexpr Allowance kAddressAllowance{.attempts = 200, .seconds = 15 * 60};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

store::Key account_key(const std::string& id) {
  return {.pk = "ACCOUNT#" + id, .sk = "ACCOUNT"};
}
store::Key email_key(const std::string& email) {
  return {.pk = "KEY#EMAIL#" + lower(email), .sk = "EMAIL"};
}
store::Key session_key(const std::string& hash) {
  return {.pk = "KEY#SESSION#" + hash, .sk = "SESSION"};
}
store::Key listed_session_key(const std::string& id, const std::string& hash) {
  return {.pk = "ACCOUNT#" + id, .sk = "SESSION#" + hash};
}

struct Attempt {
  std::string pair;
  std::string email;
  std::string address;
};

Attempt attempt_names(const std::string& email, const std::string& address) {
  const std::string who = lower(email);
  return {.pair = "pair " + who + " " + address, .email = "email " + who, .address = "address " + address};
}

// The widest counter first: an attempt that one refuses does not use up the narrower ones.
Task<Result<void>> count_all(store::Store& store, Attempt names, Timestamp now) {
  auto address = co_await count_attempt(store, names.address, kAddressAllowance, now);
  if (!address) co_return address;
  auto email = co_await count_attempt(store, names.email, kEmailAllowance, now);
  if (!email) co_return email;
  co_return co_await count_attempt(store, names.pair, kPairAllowance, now);
}

Task<Result<std::optional<Account>>> look_up(store::Store& store, std::string email) {
  auto owner = co_await store.get(email_key(email));
  if (!owner) co_return std::unexpected(owner.error());
  if (!*owner) co_return std::optional<Account>{};
  auto item = co_await store.get(account_key((*owner)->body));
  if (!item) co_return std::unexpected(item.error());
  if (!*item) co_return std::optional<Account>{};
  co_return codec::decode_text<Account>((*item)->body, codec::Source::kStored);
}

}  // namespace

Accounts::Accounts(store::Store& store, boost::asio::thread_pool& workers, Clock clock)
    : store_(store), workers_(workers), clock_(std::move(clock)) {}

Task<Result<Account>> Accounts::sign_up(SignUp request) {
  Account account{.id = Uuid::v7(), .email = request.email, .name = request.name, .created_at = clock_()};
  std::function<std::string()> hash = [password = request.password] { return hash_password(password); };
  account.password_hash = co_await offload(workers_, std::move(hash));

  const std::string id = account.id.text();
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = email_key(account.email), .version = 1, .body = id}, store::Absent{}});
  writes.emplace_back(
      store::Put{{.key = account_key(id), .version = 1, .body = codec::encode_text(account, codec::Source::kStored)},
                 store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict)
    co_return fail(Code::kConflict, "There is an account with this email already.",
                   {{"email", "unique", "There is an account with this email already."}});
  if (!done) co_return std::unexpected(done.error());
  co_return account;
}

Task<Result<NewSession>> Accounts::sign_in(SignIn request, std::string address) {
  const Timestamp now = clock_();
  const Attempt names = attempt_names(request.email, address);
  auto counted = co_await count_all(store_, names, now);
  if (!counted) co_return std::unexpected(counted.error());

  auto found = co_await look_up(store_, request.email);
  if (!found) co_return std::unexpected(found.error());
  const std::string hash = *found ? (*found)->password_hash : std::string();
  std::function<bool()> verify = [hash, password = request.password] { return password_matches(hash, password); };
  const bool right = co_await offload(workers_, std::move(verify));
  if (!right) co_return fail(Code::kUnauthenticated, "The email or the password is wrong.");

  NewSession session{.token = random_token(),
                     .expires_at = Timestamp::from_unix_ms(now.unix_ms() + kSessionSeconds * 1000),
                     .account = std::move(**found)};
  const std::string account_id = session.account.id.text();
  const std::string token_hash = sha256_hex(session.token);
  const std::int64_t expires = session.expires_at.unix_ms() / 1000;
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{
      {.key = session_key(token_hash), .version = 1, .label = account_id, .expires_at = expires}, store::Absent{}});
  writes.emplace_back(store::Put{
      {.key = listed_session_key(account_id, token_hash), .version = 1, .body = now.text(), .expires_at = expires},
      store::Absent{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) co_return std::unexpected(done.error());

  // Being right clears the suspicion of this person from this place, not that of the address.
  auto forgotten = co_await forget_attempts(store_, names.pair);
  if (!forgotten) co_return std::unexpected(forgotten.error());
  co_return session;
}

Task<Result<std::string>> Accounts::authenticate(std::string token) {
  auto found = co_await store_.get(session_key(sha256_hex(token)));
  if (!found) co_return std::unexpected(found.error());
  const bool valid = *found && (*found)->expires_at > clock_().unix_ms() / 1000;
  if (!valid) co_return fail(Code::kUnauthenticated, "You are not signed in, or your session has ended.");
  co_return std::move((*found)->label);
}

Task<Result<void>> Accounts::sign_out(std::string token) {
  const std::string hash = sha256_hex(token);
  auto found = co_await store_.get(session_key(hash));
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return Result<void>{};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{session_key(hash), store::Any{}});
  writes.emplace_back(store::Delete{listed_session_key((*found)->label, hash), store::Any{}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<void>> Accounts::sign_out_everywhere(std::string account_id) {
  const std::string prefix = "SESSION#";
  for (;;) {
    store::Query listed{.pk = "ACCOUNT#" + account_id, .from = prefix, .to = "SESSION$"};
    listed.limit = 12;  // Two deletions each, within the 25 writes that every store takes.
    auto page = co_await store_.query(listed);
    if (!page) co_return std::unexpected(page.error());
    if (page->empty()) co_return Result<void>{};
    std::vector<store::Write> writes;
    for (const store::Item& item : *page) {
      writes.emplace_back(store::Delete{session_key(item.key.sk.substr(prefix.size())), store::Any{}});
      writes.emplace_back(store::Delete{item.key, store::Any{}});
    }
    auto done = co_await store_.commit(std::move(writes));
    if (!done) co_return done;
  }
}

Task<Result<Account>> Accounts::get(std::string account_id) {
  auto item = co_await store_.get(account_key(account_id));
  if (!item) co_return std::unexpected(item.error());
  if (!*item) co_return fail(Code::kNotFound, "There is no such account.");
  co_return codec::decode_text<Account>((*item)->body, codec::Source::kStored);
}

Task<Result<Account>> Accounts::find_by_email(std::string email) {
  auto found = co_await look_up(store_, std::move(email));
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return fail(Code::kNotFound, "There is no such account.");
  co_return std::move(**found);
}

}  // namespace doggy::accounts
