// The secret address at which a calendar program reads somebody's appointments. One for each account; making a new one,
// or revoking it, ends the old one at once.
//
// In the store: KEY#CALENDAR#hash/CALENDAR by the SHA-256 of the token (its label is the account's id), and
// ACCOUNT#id/CALENDAR with that hash as its label.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// Thread-safe.
class CalendarFeeds {
 public:
  /// `store` outlives this.
  explicit CalendarFeeds(store::Store& store) : store_(store) {}

  /// A new token of 256 random bits; the one before no longer works. Error: kConflict when two renew at once.
  Task<Result<std::string>> renew(std::string account_id);
  Task<Result<void>> revoke(std::string account_id);
  Task<Result<bool>> exists(std::string account_id);

  /// Whose feed it is. Error: kNotFound for a token that is none, or no longer.
  Task<Result<std::string>> account_of(std::string token);

 private:
  store::Store& store_;
};

}  // namespace doggy::accounts
