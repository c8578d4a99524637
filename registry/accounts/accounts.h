// Accounts and their sessions: signing up, in and out, and who is calling.
//
// In the store: ACCOUNT#id/ACCOUNT is the account, KEY#EMAIL#email/EMAIL makes an email unique,
// KEY#SESSION#hash/SESSION is a session by the SHA-256 of its token (its label is the account's id),
// ACCOUNT#id/SESSION#hash lists them.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/account.h"
#include "registry/store/store.h"

namespace doggy::accounts {

using Clock = std::function<Timestamp()>;

struct NewSession {
  std::string token;  // Known to the client alone; the store has its hash.
  Timestamp expires_at;
  Account account;
};

/// Thread-safe.
class Accounts {
 public:
  /// `store` and `workers` (for password hashing) outlive this.
  Accounts(store::Store& store, boost::asio::thread_pool& workers, Clock clock);

  /// Errors: kConflict (field email, rule unique).
  Task<Result<Account>> sign_up(SignUp request);

  /// `address` is the peer's, for throttling. Errors: kUnauthenticated, alike for an unknown email and a wrong
  /// password; kThrottled.
  Task<Result<NewSession>> sign_in(SignIn request, std::string address);

  /// The account's id behind a token. Error: kUnauthenticated when it is unknown or has expired.
  Task<Result<std::string>> authenticate(std::string token);

  Task<Result<void>> sign_out(std::string token);

  /// Ends every session of the account.
  Task<Result<void>> sign_out_everywhere(std::string account_id);

  /// Error of both: kNotFound.
  Task<Result<Account>> get(std::string account_id);
  Task<Result<Account>> find_by_email(std::string email);

  static constexpr std::int64_t kSessionSeconds = std::int64_t{30} * 24 * 60 * 60;

 private:
  store::Store& store_;
  boost::asio::thread_pool& workers_;
  Clock clock_;
};

}  // namespace doggy::accounts
