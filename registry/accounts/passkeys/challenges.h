// What a passkey is asked to sign: random, good once, for five minutes, for one purpose of one account.
//
// In the store: KEY#CHALLENGE#hash/CHALLENGE by the SHA-256 of the challenge; its label is the purpose and for whom.
#pragma once

#include <cstdint>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

enum class Purpose : std::uint8_t { kAdd, kSignIn, kProve };

/// Thread-safe.
class Challenges {
 public:
  /// `store` outlives this.
  Challenges(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  /// 256 random bits in base64url, for `whom`: an account's id and what else must be the same when it is redeemed;
  /// empty when nobody is signed in yet.
  Task<Result<std::string>> issue(Purpose purpose, std::string whom);

  /// Uses it up. Error: kInvalid (field clientDataJson, rule challenge) when it is none of these, too old or used.
  Task<Result<void>> redeem(Purpose purpose, std::string whom, std::string challenge);

  static constexpr std::int64_t kSeconds = 5 * 60;

 private:
  store::Store& store_;
  Clock clock_;
};

}  // namespace doggy::accounts
