// The cryptography of passkeys, by libfido2: is this a new passkey, and has this passkey signed? Both ask that somebody
// was there and that the authenticator made sure who (by finger, face or PIN): a passkey is something one has and
// something one is or knows.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/error.h"

namespace doggy::accounts {

enum class KeyAlgorithm : std::uint8_t { kEs256, kEdDsa, kRs256 };
BOOST_DESCRIBE_ENUM(KeyAlgorithm, kEs256, kEdDsa, kRs256)

struct PublicKey {
  KeyAlgorithm algorithm = KeyAlgorithm::kEs256;
  std::string bytes;  // As libfido2 keeps it: x and y; the point; modulus and exponent.
};

struct NewCredential {
  std::string id;
  PublicKey key;
  std::uint32_t counter = 0;
  bool backed_up = false;  // It may be on several devices of its person.
};

/// The passkey in an attestation object. Of what the authenticator says of itself nothing is asked and nothing
/// believed: the format is "none", or "packed" signed by the new key. Error: kInvalid (field attestationObject).
[[nodiscard]] Result<NewCredential> read_attestation(std::string_view attestation_object, std::string_view client_data,
                                                     const std::string& party_id);

/// What an authenticator has signed.
struct Signed {
  std::string_view client_data;
  std::string_view authenticator_data;
  std::string_view signature;
};

/// The counter of uses that the authenticator tells; 0 when it has none. Error: kInvalid (field signature or
/// authenticatorData).
[[nodiscard]] Result<std::uint32_t> verify_assertion(const Signed& sent, const PublicKey& key,
                                                     const std::string& party_id);

}  // namespace doggy::accounts
