// That whoever is signed in is still the account's person: asked before anything that could lock them out or lets
// somebody else in. A passkey proves it alone, for it takes the device and its person; else the password does, with a
// code when there is a second factor.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/passkeys/passkeys.h"

namespace doggy::accounts {

struct Proof {
  std::optional<std::string> password;
  std::optional<std::string> code;
  std::optional<PasskeyAssertion> passkey;
};
BOOST_DESCRIBE_STRUCT(Proof, (), (password, code, passkey))

/// The account as it was when this was proven. What the proof is for is done for that account, and refused once its
/// credentials were changed. Errors: kInvalid, naming what is missing or wrong (password, code, or a part of the
/// passkey's answer); kThrottled; kUnavailable.
Task<Result<Account>> check_proof(Accounts& accounts, Passkeys& passkeys, std::string account_id, Proof proof,
                                  Result<RelyingParty> party, Abandoned left = {});

}  // namespace doggy::accounts

template <>
struct doggy::codec::Schema<doggy::accounts::Proof> {
  static constexpr std::string_view kName = "Proof";
  static constexpr std::string_view kDoc = "That it is really the account's person: a passkey, or the password.";
  static constexpr std::array kFields{
      Field{.member = "password", .doc = "The account's password.", .max_length = 256},
      Field{.member = "code", .doc = "With a second factor: the app's code, or a recovery code.", .max_length = 40},
      Field{.member = "passkey", .doc = "What a passkey has signed, instead of both."},
  };
};
