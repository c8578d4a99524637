#include "registry/accounts/passkeys/testing/software_passkey.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace doggy::testing {
namespace {

using accounts::KeyAlgorithm;

// CBOR: a head, which is a kind and a number, and what is made of it.
std::string head(unsigned kind, std::size_t number) {
  const auto first = [kind](std::size_t low) { return std::string(1, static_cast<char>((kind << 5U) | low)); };
  if (number < 24) return first(number);
  if (number < 256) return first(24) + static_cast<char>(number);
  return first(25) + static_cast<char>(number >> 8U) + static_cast<char>(number & 0xFFU);
}
std::string integer(int value) {
  return value >= 0 ? head(0, static_cast<std::size_t>(value)) : head(1, static_cast<std::size_t>(-1 - value));
}
std::string bytes(const std::string& value) {
  return head(2, value.size()) + value;
}
std::string text(const std::string& value) {
  return head(3, value.size()) + value;
}

std::string big_endian(std::uint32_t value) {
  std::string made;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) made += static_cast<char>((value >> shift) & 0xFFU);
  return made;
}

std::string hash_of(const std::string& value) {
  const Sha256 hash = sha256(value);
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

unsigned char* data_of(std::string& value) {
  return reinterpret_cast<unsigned char*>(value.data());
}

void must(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL could not");
}

}  // namespace

struct SoftwarePasskey::Key {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{nullptr, &EVP_PKEY_free};

  [[nodiscard]] std::string number(const char* name, int size) const {
    BIGNUM* found = nullptr;
    must(EVP_PKEY_get_bn_param(pair.get(), name, &found) == 1);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(found, &BN_free);
    std::string value(static_cast<std::size_t>(size), '\0');
    must(BN_bn2binpad(found, data_of(value), size) == size);
    return value;
  }
};

SoftwarePasskey::SoftwarePasskey(KeyAlgorithm algorithm) : algorithm_(algorithm), key_(std::make_unique<Key>()) {
  switch (algorithm) {
    case KeyAlgorithm::kEs256:
      key_->pair.reset(EVP_EC_gen("P-256"));
      break;
    case KeyAlgorithm::kEdDsa:
      key_->pair.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
      break;
    case KeyAlgorithm::kRs256:
      key_->pair.reset(EVP_RSA_gen(2048));
      break;
  }
  must(key_->pair != nullptr);
}
SoftwarePasskey::~SoftwarePasskey() = default;
SoftwarePasskey::SoftwarePasskey(SoftwarePasskey&&) noexcept = default;

std::string SoftwarePasskey::cose_key() const {
  switch (algorithm_) {
    case KeyAlgorithm::kEs256:
      return head(5, 5) + integer(1) + integer(2) + integer(3) + integer(-7) + integer(-1) + integer(1) + integer(-2) +
             bytes(key_->number(OSSL_PKEY_PARAM_EC_PUB_X, 32)) + integer(-3) +
             bytes(key_->number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    case KeyAlgorithm::kEdDsa: {
      std::string point(32, '\0');
      std::size_t size = point.size();
      must(EVP_PKEY_get_raw_public_key(key_->pair.get(), data_of(point), &size) == 1);
      return head(5, 4) + integer(1) + integer(1) + integer(3) + integer(-8) + integer(-1) + integer(6) + integer(-2) +
             bytes(point);
    }
    case KeyAlgorithm::kRs256:
      return head(5, 4) + integer(1) + integer(3) + integer(3) + integer(-257) + integer(-1) +
             bytes(key_->number(OSSL_PKEY_PARAM_RSA_N, 256)) + integer(-2) +
             bytes(key_->number(OSSL_PKEY_PARAM_RSA_E, 3));
  }
  std::unreachable();
}

std::string SoftwarePasskey::client_data(const std::string& type, const std::string& challenge) const {
  return R"({"type":")" + type + R"(","challenge":")" + challenge + R"(","origin":")" + origin + "\"" +
         more_client_data + "}";
}

std::string SoftwarePasskey::authenticator_data() const {
  return hash_of(party_id) + static_cast<char>(flags) + big_endian(counter);
}

std::string SoftwarePasskey::attestation_object(const std::string& client_data) const {
  constexpr std::uint8_t kHasCredential = 0x40;
  const std::string id_size{static_cast<char>(credential_id.size() >> 8U),
                            static_cast<char>(credential_id.size() & 0xFFU)};
  const std::string data = hash_of(party_id) + static_cast<char>(flags | kHasCredential) + big_endian(counter) +
                           std::string(16, '\0') + id_size + credential_id + cose_key();
  std::string statement = head(5, 0);
  if (self_attested)
    statement = head(5, 2) + text("alg") + integer(algorithm_ == KeyAlgorithm::kEs256 ? -7 : -8) + text("sig") +
                bytes(sign_bytes(data, client_data));
  return head(5, 3) + text("fmt") + text(self_attested ? "packed" : "none") + text("attStmt") + statement +
         text("authData") + bytes(data);
}

std::string SoftwarePasskey::sign_bytes(const std::string& authenticator_data, const std::string& client_data) const {
  const std::string message = authenticator_data + hash_of(client_data);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const EVP_MD* digest = algorithm_ == KeyAlgorithm::kEdDsa ? nullptr : EVP_sha256();
  must(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_->pair.get()) == 1);
  std::string signature(512, '\0');
  std::size_t size = signature.size();
  must(EVP_DigestSign(context.get(), data_of(signature), &size, reinterpret_cast<const unsigned char*>(message.data()),
                      message.size()) == 1);
  signature.resize(size);
  return signature;
}

accounts::NewPasskey SoftwarePasskey::create(const std::string& challenge, const std::string& name) {
  const std::string data = client_data("webauthn.create", challenge);
  return {.name = name,
          .client_data_json = base64url(data),
          .attestation_object = base64url(attestation_object(data)),
          .transports = {"internal"}};
}

accounts::PasskeyAssertion SoftwarePasskey::sign(const std::string& challenge) {
  const std::string data = client_data("webauthn.get", challenge);
  return {.credential_id = base64url(credential_id),
          .client_data_json = base64url(data),
          .authenticator_data = base64url(authenticator_data()),
          .signature = base64url(sign_bytes(authenticator_data(), data)),
          .user_handle = base64url(account_id)};
}

}  // namespace doggy::testing
