// Accounts: signing up and in, and what people change of their own.
//
// In the store: ACCOUNT#id/ACCOUNT is the account, KEY#EMAIL#email/EMAIL makes an email unique, KEY#RESET#hash/RESET
// and KEY#VERIFY#hash/VERIFY are what mailed links lead to, by the SHA-256 of their token (label: the account's id;
// body: the email that it was mailed to).
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/account.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

struct NewSession {
  std::string token;  // Known to the client alone; the store has its hash.
  Timestamp expires_at;
  Account account;
};

/// A secret to be mailed to somebody.
struct MailedToken {
  Account account;
  std::string token;
};

/// What an authenticator app needs.
struct SecondFactor {
  std::string secret;
  std::string url;
};

/// Thread-safe.
class Accounts {
 public:
  /// `store`, `sessions` and `workers` (for password hashing) outlive this.
  Accounts(store::Store& store, Sessions& sessions, boost::asio::thread_pool& workers, Clock clock);

  /// `address` is the peer's, for throttling by its network (network.h). Errors: kConflict (field email, rule unique);
  /// kInvalid for a password that is too easy to guess; kThrottled.
  Task<Result<Account>> sign_up(SignUp request, std::string address);

  /// Errors: kUnauthenticated, alike for an unknown email and a wrong password; the same naming the field `code` when
  /// the password is right and a second factor is missing or wrong; kThrottled.
  Task<Result<NewSession>> sign_in(SignIn request, std::string address, std::string device);

  /// For somebody whose passkey has signed. Error: kNotFound.
  Task<Result<NewSession>> open_session(std::string account_id, std::string device);

  /// Error of both: kNotFound.
  Task<Result<Account>> get(std::string account_id);
  Task<Result<Account>> find_by_email(std::string email);

  /// Whether it is the account's password. Errors: kInvalid naming `field`; kThrottled.
  Task<Result<void>> check_password(std::string account_id, std::string password, std::string field);

  /// Uses up a code of the second factor; nothing is needed when there is none. Errors: kInvalid naming `code`;
  /// kThrottled.
  Task<Result<void>> check_second_factor(std::string account_id, std::string code);

  /// Removes the account itself, so that nobody can sign in and its email is free. Nothing happens without an account.
  Task<Result<void>> close(std::string account_id);

  /// Another email takes the password, and is not verified. Errors: kInvalid; kConflict (field email, rule unique).
  Task<Result<Account>> change(std::string account_id, AccountChange change);

  /// Ends every other session than that of `token`, and revokes the API tokens. Errors: kInvalid.
  Task<Result<Account>> change_password(std::string account_id, std::string current, std::string wanted,
                                        std::string token);

  /// Counts a wish to reset some password. Error: kThrottled when too many came from the address's network.
  Task<Result<void>> count_reset(std::string address);
  /// For an hour. Nothing when nobody has that email: the caller must not tell. Error: kThrottled.
  Task<Result<std::optional<MailedToken>>> begin_reset(std::string email);
  /// Ends every session and revokes the API tokens, and verifies the email, where the link was read. Errors: kGone for
  /// a token that is unknown, used or too old, or when the account has another email now; kInvalid.
  Task<Result<Account>> reset_password(std::string token, std::string wanted);

  /// For three days. Errors: kConflict when it is verified already; kThrottled.
  Task<Result<MailedToken>> begin_verification(std::string account_id);
  /// Error: kGone, as above.
  Task<Result<void>> verify_email(std::string token);

  /// A new secret, in force once a code of it was given. Error: kConflict when there is a second factor.
  Task<Result<SecondFactor>> begin_second_factor(std::string account_id);
  /// The recovery codes, shown once. Errors: kInvalid (field code); kConflict when none was begun.
  Task<Result<std::vector<std::string>>> confirm_second_factor(std::string account_id, std::string code);
  Task<Result<void>> remove_second_factor(std::string account_id);

 private:
  using Edit = std::function<Result<std::vector<store::Write>>(Account&)>;
  /// Reads the account, edits it and writes it with what else `edit` returns, again when somebody was quicker.
  Task<Result<Account>> update(std::string account_id, Edit edit);
  Task<Result<void>> check_code(Account account, std::string code);
  Task<std::string> hashed(std::string password);

  store::Store& store_;
  Sessions& sessions_;
  boost::asio::thread_pool& workers_;
  Clock clock_;
};

}  // namespace doggy::accounts
