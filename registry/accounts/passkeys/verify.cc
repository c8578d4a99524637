#include "registry/accounts/passkeys/verify.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <array>
#include <memory>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/accounts/passkeys/cbor.h"

namespace doggy::accounts {
namespace {

// Where things stand in authenticator data (WebAuthn, 6.1).
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kHeadSize = 37;
constexpr std::size_t kAttestedHeadSize = 18;  // The model and the length of the credential id.
constexpr std::uint8_t kUserPresent = 0x01;
constexpr std::uint8_t kUserVerified = 0x04;
constexpr std::uint8_t kBackedUp = 0x10;
constexpr std::uint8_t kHasCredential = 0x40;
constexpr std::size_t kLongestId = 1023;

// Frees what libfido2 has made.
template <auto kFree>
struct Release {
  template <class T>
  void operator()(T* made) const {
    kFree(&made);
  }
};
using Credential = std::unique_ptr<fido_cred_t, Release<fido_cred_free>>;
using Assertion = std::unique_ptr<fido_assert_t, Release<fido_assert_free>>;
using Es256 = std::unique_ptr<es256_pk_t, Release<es256_pk_free>>;
using EdDsa = std::unique_ptr<eddsa_pk_t, Release<eddsa_pk_free>>;
using Rs256 = std::unique_ptr<rs256_pk_t, Release<rs256_pk_free>>;

std::string string_of(const unsigned char* bytes, std::size_t size) {
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string hash_of(std::string_view bytes) {
  const Sha256 hash = sha256(bytes);
  return string_of(hash.data(), hash.size());
}

int cose_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::kEs256:
      return COSE_ES256;
    case KeyAlgorithm::kEdDsa:
      return COSE_EDDSA;
    case KeyAlgorithm::kRs256:
      return COSE_RS256;
  }
  std::unreachable();
}

// What is in front of authenticator data, and a reason not to go on.
Result<std::uint8_t> flags_in(std::string_view data, const std::string& field, const std::string& party_id) {
  if (data.size() < kHeadSize) return fail_field(field, "format", "This is no authenticator data.");
  if (data.substr(0, kHashSize) != hash_of(party_id))
    return fail_field(field, "relyingParty", "This passkey belongs to another site.");
  const auto flags = static_cast<std::uint8_t>(data[kHashSize]);
  if ((flags & kUserPresent) == 0) return fail_field(field, "presence", "Nobody has agreed to use this passkey.");
  if ((flags & kUserVerified) == 0)
    return fail_field(field, "verification", "The device has not made sure who uses the passkey. Give it a PIN first.");
  return flags;
}

// The COSE key and what follows it.
std::string_view cbor_after_id(std::string_view data) {
  constexpr std::size_t kFront = kHeadSize + kAttestedHeadSize;
  if (data.size() < kFront) return {};
  const auto high = static_cast<std::uint8_t>(data[kFront - 2]);
  const auto low = static_cast<std::uint8_t>(data[kFront - 1]);
  const std::size_t id_size = std::size_t{high} * 256 + low;
  return data.size() < kFront + id_size ? std::string_view() : data.substr(kFront + id_size);
}

// libfido2 wants to be told the algorithm that it finds in the key.
Credential decode(std::string_view authenticator_data, KeyAlgorithm& algorithm) {
  for (const KeyAlgorithm one : {KeyAlgorithm::kEs256, KeyAlgorithm::kEdDsa, KeyAlgorithm::kRs256}) {
    Credential made(fido_cred_new());
    if (made && fido_cred_set_type(made.get(), cose_of(one)) == FIDO_OK &&
        fido_cred_set_authdata_raw(made.get(), data_of(authenticator_data), authenticator_data.size()) == FIDO_OK) {
      algorithm = one;
      return made;
    }
  }
  return {};
}

struct AttestationObject {
  CborItem whole;
  std::string_view format;
  const cbor_item_t* statement = nullptr;
  std::string_view authenticator_data;
};

// Each of its three members once, and nothing else.
bool read_object(std::string_view bytes, AttestationObject& object) {
  object.whole = read_cbor(bytes);
  if (!object.whole || !cbor_isa_map(object.whole.get()) || cbor_map_size(object.whole.get()) != 3) return false;
  const cbor_pair* pairs = cbor_map_handle(object.whole.get());
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view name = cbor_text(pairs[i].key);
    if (name == "fmt") object.format = cbor_text(pairs[i].value);
    if (name == "attStmt" && cbor_isa_map(pairs[i].value)) object.statement = pairs[i].value;
    if (name == "authData") object.authenticator_data = cbor_bytes(pairs[i].value);
  }
  return !object.format.empty() && object.statement != nullptr && !object.authenticator_data.empty();
}

bool signed_by_itself(fido_cred_t* credential, const AttestationObject& object, std::string_view client_data,
                      const std::string& party_id) {
  const std::string statement = write_cbor(object.statement);
  return fido_cred_set_fmt(credential, "packed") == FIDO_OK &&
         fido_cred_set_attstmt(credential, data_of(statement), statement.size()) == FIDO_OK &&
         fido_cred_set_rp(credential, party_id.c_str(), nullptr) == FIDO_OK &&
         fido_cred_set_clientdata(credential, data_of(client_data), client_data.size()) == FIDO_OK &&
         fido_cred_verify_self(credential) == FIDO_OK;
}

// With the key as libfido2 takes it.
template <class Use>
bool with_key(const PublicKey& key, Use use) {
  const void* bytes = key.bytes.data();
  const std::size_t size = key.bytes.size();
  switch (key.algorithm) {
    case KeyAlgorithm::kEs256: {
      const Es256 made(es256_pk_new());
      return made && es256_pk_from_ptr(made.get(), bytes, size) == FIDO_OK && use(made.get());
    }
    case KeyAlgorithm::kEdDsa: {
      const EdDsa made(eddsa_pk_new());
      return made && eddsa_pk_from_ptr(made.get(), bytes, size) == FIDO_OK && use(made.get());
    }
    case KeyAlgorithm::kRs256: {
      const Rs256 made(rs256_pk_new());
      return made && rs256_pk_from_ptr(made.get(), bytes, size) == FIDO_OK && use(made.get());
    }
  }
  std::unreachable();
}

}  // namespace

Result<NewCredential> read_attestation(std::string_view attestation_object, std::string_view client_data,
                                       const std::string& party_id) {
  const std::string field = "attestationObject";
  AttestationObject object;
  if (!read_object(attestation_object, object)) return fail_field(field, "format", "This is no attestation object.");
  TRY(const auto flags, flags_in(object.authenticator_data, field, party_id));
  NewCredential made;
  Credential credential;
  if ((flags & kHasCredential) != 0 && cbor_claims_fit(cbor_after_id(object.authenticator_data)))
    credential = decode(object.authenticator_data, made.key.algorithm);
  if (!credential) return fail_field(field, "algorithm", "There is no ES256, EdDSA or RS256 key in it.");

  const bool none = object.format == "none" && cbor_map_size(object.statement) == 0;
  const bool packed = object.format == "packed" && signed_by_itself(credential.get(), object, client_data, party_id);
  if (!none && !packed) return fail_field(field, "attestation", "Its attestation is none that was asked for.");

  made.id = string_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get()));
  made.key.bytes = string_of(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get()));
  made.counter = fido_cred_sigcount(credential.get());
  made.backed_up = (flags & kBackedUp) != 0;
  if (made.id.empty() || made.id.size() > kLongestId)
    return fail_field(field, "credentialId", "A credential id has 1 to 1023 bytes.");
  if (!with_key(made.key, [](const auto*) { return true; }))
    return fail_field(field, "algorithm", "Its key is none of its kind.");
  return made;
}

Result<std::uint32_t> verify_assertion(const Signed& sent, const PublicKey& key, const std::string& party_id) {
  TRY(const auto flags, flags_in(sent.authenticator_data, "authenticatorData", party_id));
  const Assertion assertion(fido_assert_new());
  const std::string_view data = sent.authenticator_data;
  const bool read = assertion && (flags & kHasCredential) == 0 && cbor_claims_fit(data.substr(kHeadSize)) &&
                    fido_assert_set_count(assertion.get(), 1) == FIDO_OK &&
                    fido_assert_set_rp(assertion.get(), party_id.c_str()) == FIDO_OK &&
                    fido_assert_set_up(assertion.get(), FIDO_OPT_TRUE) == FIDO_OK &&
                    fido_assert_set_uv(assertion.get(), FIDO_OPT_TRUE) == FIDO_OK &&
                    fido_assert_set_authdata_raw(assertion.get(), 0, data_of(data), data.size()) == FIDO_OK;
  if (!read) return fail_field("authenticatorData", "format", "This is no authenticator data.");
  const bool right =
      fido_assert_set_clientdata(assertion.get(), data_of(sent.client_data), sent.client_data.size()) == FIDO_OK &&
      fido_assert_set_sig(assertion.get(), 0, data_of(sent.signature), sent.signature.size()) == FIDO_OK &&
      with_key(key, [&](const auto* made) {
        return fido_assert_verify(assertion.get(), 0, cose_of(key.algorithm), made) == FIDO_OK;
      });
  if (!right) return fail_field("signature", "wrong", "This is not the passkey's signature.");
  return fido_assert_sigcount(assertion.get(), 0);
}

}  // namespace doggy::accounts
