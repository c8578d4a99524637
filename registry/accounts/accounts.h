// Accounts: signing up and in, and what people change of their own.
//
// In the store: ACCOUNT#id/ACCOUNT is the account, KEY#EMAIL#email/EMAIL makes an email unique, KEY#RESET#hash/RESET
// and KEY#VERIFY#hash/VERIFY are what mailed links lead to, by the SHA-256 of their token (label: the account's id;
// body: the email that it was mailed to).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/async/keyed_limit.h"
#include "platform/async/task.h"
#include "platform/async/worker_pool.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/account.h"
#include "registry/accounts/calendar_feeds.h"
#include "registry/accounts/known_devices.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// Who asks to be let in, as far as the connection tells.
struct Visitor {
  std::string address;  // The peer's. Attempts are counted by its network (network.h).
  std::string device;   // What the client calls itself.
  std::string cookie;   // Of a device that may have signed in before (known_devices.h), or empty.
  Abandoned left = {};  // Work for a client that has left is not done.
};

struct NewSession {
  std::string token;  // Known to the client alone; the store has its hash.
  Timestamp expires_at;
  Account account;
  std::string cookie;  // By which the device is known from now on.
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

/// Thread-safe. Everything that hashes a password may fail with kUnavailable when too many wait for it already; those
/// who are signed in, hold a mailed link or use a known device go before strangers.
class Accounts {
 public:
  /// `store`, `sessions` and `hashing` outlive this.
  Accounts(store::Store& store, Sessions& sessions, WorkerPool& hashing, Clock clock);

  /// Errors: kConflict (field email, rule unique); kInvalid for a password that is too easy to guess; kThrottled.
  Task<Result<Account>> sign_up(SignUp request, std::string address, Abandoned left = {});

  /// Errors: kUnauthenticated, alike for an unknown email and a wrong password; the same naming the field `code` when
  /// the password is right and a second factor is missing or wrong; kThrottled.
  Task<Result<NewSession>> sign_in(SignIn request, Visitor visitor);

  /// For somebody who has proven that they are this account's person. Error: kUnauthenticated when the account has
  /// other credentials by now, or is gone. `also` is committed with it.
  Task<Result<NewSession>> open_session(Account proven, Visitor visitor, std::vector<store::Write> also = {});

  /// Ends every session and forgets every known device.
  Task<Result<void>> sign_out_everywhere(std::string account_id);

  /// Error of both: kNotFound.
  Task<Result<Account>> get(std::string account_id);
  Task<Result<Account>> find_by_email(std::string email);

  /// The account as it was when this was found to be its password. Errors: kInvalid naming `field`; kThrottled.
  Task<Result<Account>> check_password(std::string account_id, std::string password, std::string field,
                                       Abandoned left = {});

  /// Uses up a code of the second factor; nothing is needed when there is none. Errors: kInvalid naming `code`;
  /// kThrottled.
  Task<Result<Account>> check_second_factor(Account account, std::string code);

  /// A condition for what a proof allows: that the account still has these credentials. Error: kConflict when it has
  /// not.
  Task<Result<store::Write>> still_proven(Account proven);

  /// Removes the account itself, so that nobody can sign in and its email is free. Nothing happens without an account.
  Task<Result<void>> close(std::string account_id);

  /// Another email takes the password, and is not verified. Errors: kInvalid; kConflict (field email, rule unique).
  Task<Result<Account>> change(std::string account_id, AccountChange change, Abandoned left = {});

  /// Ends every other session than that of `token`, revokes the API tokens and, if asked, the feeds. Errors: kInvalid.
  Task<Result<Account>> change_password(std::string account_id, PasswordChange change, std::string token,
                                        Abandoned left = {});

  /// Counts a request to reset a password. Error: kThrottled when too many came from the address's network.
  Task<Result<void>> count_reset(std::string address);
  /// For an hour. Nothing when nobody has that email: the caller must not tell. Error: kThrottled.
  Task<Result<std::optional<MailedToken>>> begin_reset(std::string email);
  /// Ends every session, revokes the API tokens and feeds, forgets the known devices, and verifies the email, where the
  /// link was read. Errors: kGone for a token that is unknown, used or too old, or when the account has another email
  /// now; kInvalid.
  Task<Result<Account>> reset_password(std::string token, std::string wanted, Abandoned left = {});

  /// For three days. Errors: kConflict when it is verified already; kThrottled.
  Task<Result<MailedToken>> begin_verification(std::string account_id);
  /// Error: kGone, as above.
  Task<Result<void>> verify_email(std::string token);

  /// A new secret, in force once a code of it was given. Errors: kConflict when there is a second factor, or the proof
  /// is outdated.
  Task<Result<SecondFactor>> begin_second_factor(Account proven);
  /// The recovery codes, shown once. Errors: kInvalid (field code); kConflict when none was begun.
  Task<Result<std::vector<std::string>>> confirm_second_factor(std::string account_id, std::string code);
  /// Error: kConflict when the proof is outdated.
  Task<Result<void>> remove_second_factor(Account proven);

 private:
  struct Standing;  // How much an attempt to sign in is trusted before its password is looked at.

  // Error: kUnavailable when there is no place.
  Task<Result<KeyedLimit::Permit>> place_for_stranger();
  // `place` is a stranger's, if one was taken already.
  Task<Result<Standing>> count_sign_in(std::string email, std::string account_id, Visitor visitor,
                                       KeyedLimit::Permit place);
  Task<Result<Account>> check_code(Account account, std::string code);
  Task<Result<std::string>> hashed(std::string password, WorkerPool::Priority priority, Abandoned left);
  Task<Result<bool>> matches(std::string hash, std::string password, WorkerPool::Priority priority, Abandoned left);

  store::Store& store_;
  Sessions& sessions_;
  WorkerPool& hashing_;
  KeyedLimit checks_;  // Of passwords, by the account of somebody who goes first.
  // Sign-ins and sign-ups of all others. Their place is taken before their attempt is counted, which costs a write:
  // nobody should be locked out by attempts whose password was never looked at.
  KeyedLimit strangers_;
  Clock clock_;
  KnownDevices devices_;
  CalendarFeeds feeds_;
};

}  // namespace doggy::accounts
