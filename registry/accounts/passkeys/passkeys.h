// Passkeys: adding them, and who somebody is by one.
//
// In the store: ACCOUNT#id/PASSKEY#hash is a passkey by the SHA-256 of its credential id, KEY#PASSKEY#hash/PASSKEY
// makes it unique and says whose it is (label). challenges.h has the challenges.
#pragma once

#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/account.h"
#include "registry/accounts/passkeys/challenges.h"
#include "registry/accounts/passkeys/passkey.h"
#include "registry/accounts/passkeys/relying_party.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// Thread-safe.
class Passkeys {
 public:
  /// `store` outlives this.
  Passkeys(store::Store& store, Clock clock);

  /// `proven` is the account as its person has proven it. Error: kConflict with kMost of them.
  Task<Result<CreationOptions>> begin_adding(Account proven, RelyingParty party);
  /// Errors: kInvalid, also when the account has other credentials than at the proof; kConflict when the passkey is
  /// there already, whoever has it.
  Task<Result<Passkey>> add(std::string account_id, NewPasskey made, RelyingParty party);

  /// Newest first.
  Task<Result<std::vector<Passkey>>> list(std::string account_id);
  /// Error of both: kNotFound.
  Task<Result<Passkey>> rename(std::string account_id, std::string id, std::string name);
  /// Also kConflict when the account has other credentials than at the proof.
  Task<Result<void>> remove(Account proven, std::string id);

  /// `address` is the peer's. Error: kThrottled.
  Task<Result<RequestOptions>> begin_sign_in(std::string address, RelyingParty party);
  /// The account whose passkey it is, as it was then: for Accounts::open_session. Error: kUnauthenticated, alike for an
  /// unknown passkey and a wrong signature, else with the wrong field.
  Task<Result<Account>> sign_in(PasskeyAssertion asserted, RelyingParty party);

  /// For somebody who is signed in to prove once more that it is them. Error: kInvalid.
  Task<Result<RequestOptions>> begin_proof(std::string account_id, RelyingParty party);
  Task<Result<Account>> prove(std::string account_id, PasskeyAssertion asserted, RelyingParty party);

  static constexpr std::size_t kMost = 20;

 private:
  /// The account whose passkey has signed; the passkey then has the new counter.
  Task<Result<Account>> verify(Purpose purpose, std::string account_id, PasskeyAssertion asserted, RelyingParty party);

  store::Store& store_;
  Clock clock_;
  Challenges challenges_;
};

}  // namespace doggy::accounts
