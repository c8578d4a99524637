// The part of Accounts that turns the second factor on and off, and takes its codes.
#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/accounts/account_storage.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/second_factor.h"
#include "registry/accounts/throttle.h"

namespace doggy::accounts {
namespace {

constexpr Allowance kCodeAllowance{.attempts = 10, .seconds = 15 * 60};

}  // namespace

// A code works once: what it used up is written before anybody is let in.
Task<Result<Account>> Accounts::check_code(Account account, std::string code) {
  const auto wrong = [](std::string rule, const std::string& text) {
    return fail(Code::kUnauthenticated, text, {{"code", std::move(rule), text}});
  };
  if (code.empty()) co_return wrong("required", "Enter the code of your authenticator app, or a recovery code.");
  const Timestamp now = clock_();
  AccountEdit use = [&](Account& current) -> Result<std::vector<store::Write>> {
    if (current.credentials != account.credentials) return outdated_proof();
    if (const auto counter = totp_counter(current.totp_secret, code, now, current.totp_counter)) {
      current.totp_counter = *counter;
      return std::vector<store::Write>{};
    }
    if (std::erase(current.recovery_codes, recovery_hash(code)) > 0) return std::vector<store::Write>{};
    return wrong("wrong", "This code is wrong or was used already.");
  };
  co_return co_await update_account(store_, account.id.text(), std::move(use));
}

Task<Result<Account>> Accounts::check_second_factor(Account account, std::string code) {
  if (!account.second_factor) co_return account;
  const std::string counter = "code of " + account.id.text();
  CO_CHECK_OK(co_await count_attempt(store_, counter, kCodeAllowance, clock_()));
  auto checked = co_await check_code(std::move(account), std::move(code));
  // Whoever is signed in stays so.
  if (!checked && checked.error().code == Code::kUnauthenticated) checked.error().code = Code::kInvalid;
  if (!checked) co_return checked;
  CO_CHECK_OK(co_await forget_attempts(store_, counter));
  co_return checked;
}

Task<Result<SecondFactor>> Accounts::begin_second_factor(Account proven) {
  const std::string secret = new_totp_secret();
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    if (account.credentials != proven.credentials) return outdated_proof();
    if (account.second_factor) return fail(Code::kConflict, "There is a second factor already: remove it first.");
    account.totp_secret = secret;
    account.totp_counter = 0;
    return std::vector<store::Write>{};
  };
  CO_TRY(auto account, co_await update_account(store_, proven.id.text(), std::move(edit)));
  co_return SecondFactor{.secret = secret, .url = totp_url(secret, account.email)};
}

Task<Result<std::vector<std::string>>> Accounts::confirm_second_factor(std::string account_id, std::string code) {
  const std::string counter = "second factor of " + account_id;
  CO_CHECK_OK(co_await count_attempt(store_, counter, kCodeAllowance, clock_()));
  const std::vector<std::string> codes = new_recovery_codes();
  const Timestamp now = clock_();
  AccountEdit edit = [&codes, &code, &now](Account& account) -> Result<std::vector<store::Write>> {
    if (account.second_factor || account.totp_secret.empty())
      return fail(Code::kConflict, "There is no second factor that waits for its first code.");
    const auto used = totp_counter(account.totp_secret, code, now, account.totp_counter);
    if (!used) return fail_field("code", "wrong", "This is not the code that the app shows now.");
    account.second_factor = true;
    account.totp_counter = *used;
    account.recovery_codes.clear();
    for (const std::string& one : codes) account.recovery_codes.push_back(recovery_hash(one));
    ++account.credentials;
    return std::vector<store::Write>{};
  };
  CO_CHECK_OK(co_await update_account(store_, std::move(account_id), std::move(edit)));
  CO_CHECK_OK(co_await forget_attempts(store_, counter));
  co_return codes;
}

Task<Result<void>> Accounts::remove_second_factor(Account proven) {
  AccountEdit edit = [&](Account& account) -> Result<std::vector<store::Write>> {
    if (account.credentials != proven.credentials) return outdated_proof();
    account.second_factor = false;
    account.totp_secret.clear();
    account.recovery_codes.clear();
    ++account.credentials;
    return std::vector<store::Write>{};
  };
  CO_CHECK_OK(co_await update_account(store_, proven.id.text(), std::move(edit)));
  co_return Result<void>{};
}

}  // namespace doggy::accounts
