// A passkey as it is kept and shown, and what browsers are asked and answer (WebAuthn level 3, 5.1.8–5.1.10).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/passkeys/verify.h"

namespace doggy::accounts {

struct Passkey {
  std::string id;  // SHA-256 of the credential id, in hex.
  std::string name;
  Timestamp created_at;
  std::optional<Timestamp> last_used_at;
  bool synced = false;
  std::string credential_id;  // base64url, as the next.
  std::string public_key;
  KeyAlgorithm algorithm = KeyAlgorithm::kEs256;
  std::uint32_t counter = 0;
  std::vector<std::string> transports;
};
BOOST_DESCRIBE_STRUCT(Passkey, (),
                      (id, name, created_at, last_used_at, synced, credential_id, public_key, algorithm, counter,
                       transports))

/// What the browser made. Bytes are base64url, here and below.
struct NewPasskey {
  std::string name;
  std::string client_data_json;
  std::string attestation_object;
  std::vector<std::string> transports;
};
BOOST_DESCRIBE_STRUCT(NewPasskey, (), (name, client_data_json, attestation_object, transports))

/// What a passkey has signed.
struct PasskeyAssertion {
  std::string credential_id;
  std::string client_data_json;
  std::string authenticator_data;
  std::string signature;
  std::optional<std::string> user_handle;
};
BOOST_DESCRIBE_STRUCT(PasskeyAssertion, (),
                      (credential_id, client_data_json, authenticator_data, signature, user_handle))

struct PasskeyName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(PasskeyName, (), (name))

struct CredentialDescriptor {
  std::string type = "public-key";
  std::string id;
  std::vector<std::string> transports;
};
BOOST_DESCRIBE_STRUCT(CredentialDescriptor, (), (type, id, transports))

struct RelyingPartyEntity {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(RelyingPartyEntity, (), (id, name))

struct UserEntity {
  std::string id;
  std::string name;
  std::string display_name;
};
BOOST_DESCRIBE_STRUCT(UserEntity, (), (id, name, display_name))

struct CredentialParameters {
  std::string type = "public-key";
  int alg = 0;
};
BOOST_DESCRIBE_STRUCT(CredentialParameters, (), (type, alg))

struct AuthenticatorSelection {
  std::string resident_key = "required";
  bool require_resident_key = true;
  std::string user_verification = "required";
};
BOOST_DESCRIBE_STRUCT(AuthenticatorSelection, (), (resident_key, require_resident_key, user_verification))

struct CreationOptions {
  RelyingPartyEntity rp;
  UserEntity user;
  std::string challenge;
  std::vector<CredentialParameters> pub_key_cred_params;
  std::uint32_t timeout = 0;
  std::vector<CredentialDescriptor> exclude_credentials;
  AuthenticatorSelection authenticator_selection;
  std::string attestation = "none";
};
BOOST_DESCRIBE_STRUCT(CreationOptions, (),
                      (rp, user, challenge, pub_key_cred_params, timeout, exclude_credentials, authenticator_selection,
                       attestation))

struct RequestOptions {
  std::string challenge;
  std::string rp_id;
  std::uint32_t timeout = 0;
  std::vector<CredentialDescriptor> allow_credentials;
  std::string user_verification = "required";
};
BOOST_DESCRIBE_STRUCT(RequestOptions, (), (challenge, rp_id, timeout, allow_credentials, user_verification))

}  // namespace doggy::accounts

namespace doggy::codec {

template <>
struct Schema<accounts::Passkey> {
  static constexpr std::string_view kName = "Passkey";
  static constexpr std::string_view kDoc = "A key on somebody's device that signs them in.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "To rename or remove it.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What its person calls it.", .max_length = 100},
      Field{.member = "created_at", .doc = "When it was added.", .access = Access::kReadOnly},
      Field{.member = "last_used_at", .doc = "When it last signed them in.", .access = Access::kReadOnly},
      Field{.member = "synced",
            .doc = "Whether it was on several devices of its person when it was added.",
            .access = Access::kReadOnly},
      Field{.member = "credential_id", .doc = "WebAuthn's.", .access = Access::kInternal},
      Field{.member = "public_key", .doc = "As libfido2 keeps it.", .access = Access::kInternal},
      Field{.member = "algorithm", .doc = "Of the key.", .access = Access::kInternal},
      Field{.member = "counter", .doc = "Of uses, when last told.", .access = Access::kInternal},
      Field{.member = "transports", .doc = "How browsers reach it.", .access = Access::kInternal},
  };
};

template <>
struct Schema<accounts::NewPasskey> {
  static constexpr std::string_view kName = "NewPasskey";
  static constexpr std::string_view kDoc =
      "What the browser answered to the options (AuthenticatorAttestationResponse).";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What to call it.", .min_length = 1, .max_length = 100},
      Field{.member = "client_data_json", .doc = "base64url.", .min_length = 1, .max_length = 10'000},
      Field{.member = "attestation_object", .doc = "base64url.", .min_length = 1, .max_length = 20'000},
      Field{.member = "transports", .doc = "How the browser reaches it.", .max_length = 30, .max_items = 10},
  };
};

template <>
struct Schema<accounts::PasskeyAssertion> {
  static constexpr std::string_view kName = "PasskeyAssertion";
  static constexpr std::string_view kDoc = "What a passkey has signed (AuthenticatorAssertionResponse).";
  static constexpr std::array kFields{
      Field{.member = "credential_id", .doc = "base64url, as all here.", .min_length = 1, .max_length = 1400},
      Field{.member = "client_data_json",
            .doc = "What the browser says it is for.",
            .min_length = 1,
            .max_length = 10'000},
      Field{.member = "authenticator_data", .doc = "What the authenticator says.", .min_length = 1, .max_length = 4000},
      Field{.member = "signature", .doc = "Of both.", .min_length = 1, .max_length = 2000},
      Field{.member = "user_handle", .doc = "Whose passkey it is.", .max_length = 100},
  };
};

template <>
struct Schema<accounts::PasskeyName> {
  static constexpr std::string_view kName = "PasskeyName";
  static constexpr std::string_view kDoc = "Another name for a passkey.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What to call it.", .min_length = 1, .max_length = 100},
  };
};

template <>
struct Schema<accounts::CredentialDescriptor> {
  static constexpr std::string_view kName = "CredentialDescriptor";
  static constexpr std::string_view kDoc = "A passkey, for the browser to find.";
  static constexpr std::array kFields{
      Field{.member = "type", .doc = "public-key.", .access = Access::kReadOnly},
      Field{.member = "id", .doc = "base64url.", .access = Access::kReadOnly},
      Field{.member = "transports", .doc = "How the browser reaches it.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::RelyingPartyEntity> {
  static constexpr std::string_view kName = "RelyingParty";
  static constexpr std::string_view kDoc = "For whom the passkey is.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The host.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "To show.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::UserEntity> {
  static constexpr std::string_view kName = "PasskeyUser";
  static constexpr std::string_view kDoc = "Whose passkey it is.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "base64url of the account's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The account's email.", .access = Access::kReadOnly},
      Field{.member = "display_name", .doc = "The account's name.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::CredentialParameters> {
  static constexpr std::string_view kName = "CredentialParameters";
  static constexpr std::string_view kDoc = "A kind of key that is taken.";
  static constexpr std::array kFields{
      Field{.member = "type", .doc = "public-key.", .access = Access::kReadOnly},
      Field{.member = "alg", .doc = "Of COSE: -7 ES256, -8 EdDSA, -257 RS256.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::AuthenticatorSelection> {
  static constexpr std::string_view kName = "AuthenticatorSelection";
  static constexpr std::string_view kDoc = "What the device must be able to do.";
  static constexpr std::array kFields{
      Field{.member = "resident_key", .doc = "Know whose it is by itself.", .access = Access::kReadOnly},
      Field{.member = "require_resident_key", .doc = "The same for older browsers.", .access = Access::kReadOnly},
      Field{.member = "user_verification", .doc = "Make sure who uses it.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::CreationOptions> {
  static constexpr std::string_view kName = "PasskeyCreationOptions";
  static constexpr std::string_view kDoc = "For navigator.credentials.create (PublicKeyCredentialCreationOptionsJSON).";
  static constexpr std::array kFields{
      Field{.member = "rp", .doc = "For whom.", .access = Access::kReadOnly},
      Field{.member = "user", .doc = "Whose.", .access = Access::kReadOnly},
      Field{.member = "challenge", .doc = "Good once, within five minutes.", .access = Access::kReadOnly},
      Field{.member = "pub_key_cred_params", .doc = "Which keys.", .access = Access::kReadOnly},
      Field{.member = "timeout", .doc = "Milliseconds to answer in.", .access = Access::kReadOnly},
      Field{.member = "exclude_credentials", .doc = "Those there are.", .access = Access::kReadOnly},
      Field{.member = "authenticator_selection", .doc = "On which devices.", .access = Access::kReadOnly},
      Field{.member = "attestation", .doc = "none.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::RequestOptions> {
  static constexpr std::string_view kName = "PasskeyRequestOptions";
  static constexpr std::string_view kDoc = "For navigator.credentials.get (PublicKeyCredentialRequestOptionsJSON).";
  static constexpr std::array kFields{
      Field{.member = "challenge", .doc = "Good once, within five minutes.", .access = Access::kReadOnly},
      Field{.member = "rp_id", .doc = "For whom.", .access = Access::kReadOnly},
      Field{.member = "timeout", .doc = "Milliseconds to answer in.", .access = Access::kReadOnly},
      Field{.member = "allow_credentials", .doc = "Which may sign; none: any.", .access = Access::kReadOnly},
      Field{.member = "user_verification", .doc = "Make sure who uses it.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
