// The part of Accounts that mails links: to choose a new password, and to verify an email.
#include <utility>

#include "platform/id/secret.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/accounts/account_storage.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/lower.h"
#include "registry/accounts/network.h"
#include "registry/accounts/throttle.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

constexpr Allowance kMailAllowance{.attempts = 5, .seconds = 60 * 60};
constexpr Allowance kMailAddressAllowance{.attempts = 50, .seconds = 60 * 60};

constexpr std::int64_t kResetSeconds = 60 * 60;
constexpr std::int64_t kVerifySeconds = 3 * kDaySeconds;

store::Key reset_key(const std::string& token) {
  return {.pk = keys::kResetKey.of(sha256_hex(token)), .sk = "RESET"};
}
store::Key verify_key(const std::string& token) {
  return {.pk = keys::kVerifyKey.of(sha256_hex(token)), .sk = "VERIFY"};
}

std::unexpected<Error> bad_link() {
  return fail(Code::kGone, "This link has been used or is too old. Ask for a new one.");
}

}  // namespace

Task<Result<void>> Accounts::count_reset(std::string address) {
  co_return co_await count_attempt(store_, "reset from " + network_of(address), kMailAddressAllowance, clock_());
}

Task<Result<std::optional<MailedToken>>> Accounts::begin_reset(std::string email) {
  const Timestamp now = clock_();
  CO_CHECK_OK(co_await count_attempt(store_, "reset of " + lower(email), kMailAllowance, now));
  auto found = co_await find_by_email(std::move(email));
  if (!found && found.error().code == Code::kNotFound) co_return std::optional<MailedToken>{};
  if (!found) co_return std::unexpected(found.error());
  MailedToken mailed{.account = std::move(*found), .token = random_token()};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = reset_key(mailed.token),
                                  .version = 1,
                                  .body = mailed.account.email,
                                  .label = mailed.account.id.text(),
                                  .expires_at = now.unix_ms() / 1000 + kResetSeconds},
                                 store::Absent{}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return std::optional<MailedToken>(std::move(mailed));
}

Task<Result<Account>> Accounts::reset_password(std::string token, std::string wanted, Abandoned left) {
  const store::Key key = reset_key(token);
  CO_TRY(const auto found, co_await store_.get(key));
  if (!found || found->expires_at <= clock_().unix_ms() / 1000) co_return bad_link();
  const std::string account_id = found->label;
  auto account = co_await get(account_id);
  if (!account) co_return bad_link();
  CO_CHECK_OK(check_strength("password", wanted, account->email, account->name));
  // Whoever has the link goes before strangers.
  CO_TRY(const std::string hash, co_await hashed(std::move(wanted), WorkerPool::Priority::kFirst, std::move(left)));
  AccountEdit edit = [&](Account& changed) -> Result<std::vector<store::Write>> {
    if (changed.email != found->body) return bad_link();
    set_password(changed, hash);
    changed.email_verified = true;  // The link was read there.
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{key, store::VersionIs{1}});
    return writes;
  };
  auto done = co_await update_account(store_, account_id, std::move(edit));
  if (!done && done.error().code == Code::kConflict) co_return bad_link();
  if (!done) co_return done;
  // Sessions first: what a request of an ended session makes meanwhile is among the tokens and feeds then.
  CO_CHECK_OK(co_await sign_out_everywhere(account_id));
  CO_CHECK_OK(co_await sessions_.revoke_tokens(account_id));
  CO_CHECK_OK(co_await feeds_.revoke(account_id));
  co_return done;
}

Task<Result<MailedToken>> Accounts::begin_verification(std::string account_id) {
  CO_TRY(auto account, co_await get(account_id));
  if (account.email_verified) co_return fail(Code::kConflict, "This email is verified already.");
  const Timestamp now = clock_();
  CO_CHECK_OK(co_await count_attempt(store_, "verification of " + account_id, kMailAllowance, now));
  MailedToken mailed{.account = std::move(account), .token = random_token()};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = verify_key(mailed.token),
                                  .version = 1,
                                  .body = mailed.account.email,
                                  .label = account_id,
                                  .expires_at = now.unix_ms() / 1000 + kVerifySeconds},
                                 store::Absent{}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return mailed;
}

Task<Result<void>> Accounts::verify_email(std::string token) {
  const store::Key key = verify_key(token);
  CO_TRY(auto found, co_await store_.get(key));
  if (!found || found->expires_at <= clock_().unix_ms() / 1000) co_return bad_link();
  AccountEdit edit = [&key, email = found->body](Account& account) -> Result<std::vector<store::Write>> {
    if (account.email != email) return bad_link();
    account.email_verified = true;
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{key, store::VersionIs{1}});
    return writes;
  };
  auto done = co_await update_account(store_, found->label, std::move(edit));
  if (!done && (done.error().code == Code::kConflict || done.error().code == Code::kNotFound)) co_return bad_link();
  if (!done) co_return std::unexpected(done.error());
  co_return Result<void>{};
}

}  // namespace doggy::accounts
