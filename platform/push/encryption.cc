#include "platform/push/encryption.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "platform/push/openssl_bytes.h"

namespace doggy::push {
namespace {

constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kAuthSize = 16;
constexpr std::size_t kTagSize = 16;
constexpr std::string_view kRecordSize{"\x00\x00\x10\x00", 4};  // 4096
constexpr char kLastRecord = 2;

using namespace std::string_view_literals;

// HKDF with SHA-256 (RFC 5869), extract and expand.
std::string hkdf(std::string_view salt, std::string_view material, std::string_view info, std::size_t size) {
  const auto octets = [](const char* name, std::string_view value) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): OpenSSL only reads it.
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(value.data()), value.size());
  };
  std::string digest = "SHA256";
  const std::array params{OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
                          octets(OSSL_KDF_PARAM_SALT, salt), octets(OSSL_KDF_PARAM_KEY, material),
                          octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
  must(kdf != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
  std::string derived(size, '\0');
  must(context && EVP_KDF_derive(context.get(), bytes_of(derived), derived.size(), params.data()) == 1);
  return derived;
}

// AES-128-GCM, the tag at the end.
std::string seal(std::string_view plain, std::string_view key, std::string_view nonce) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                EVP_CIPHER_CTX_free);
  std::string sealed(plain.size() + kTagSize, '\0');
  int size = 0;
  must(context && EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), bytes_of(key), bytes_of(nonce), nullptr) == 1 &&
       EVP_EncryptUpdate(context.get(), bytes_of(sealed), &size, bytes_of(plain), static_cast<int>(plain.size())) ==
           1 &&
       EVP_EncryptFinal_ex(context.get(), bytes_of(sealed) + size, &size) == 1 &&
       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, bytes_of(sealed) + plain.size()) == 1);
  return sealed;
}

}  // namespace

std::string encode_aes128gcm(std::string_view message, std::string_view material, std::string_view salt,
                             std::string_view key_id) {
  const std::string key = hkdf(salt, material, "Content-Encoding: aes128gcm\0"sv, 16);
  const std::string nonce = hkdf(salt, material, "Content-Encoding: nonce\0"sv, 12);
  std::string body(salt);
  body.append(kRecordSize).push_back(static_cast<char>(key_id.size()));
  body.append(key_id);
  std::string record(message);
  record.push_back(kLastRecord);
  return body + seal(record, key, nonce);
}

Result<std::string> encrypt(std::string_view message, const Recipient& recipient, const KeyPair& sender,
                            std::string_view salt) {
  if (message.size() > kLongestMessage) return fail(Code::kTooLarge, "A push message may have at most 3072 bytes.");
  const auto secret = sender.shared_secret(recipient.point);
  if (!secret || recipient.auth.size() != kAuthSize)
    return fail(Code::kInvalid, "The keys of the push subscription are not valid.");
  const std::string info = std::string("WebPush: info\0"sv) + recipient.point + sender.point();
  return encode_aes128gcm(message, hkdf(recipient.auth, *secret, info, 32), salt, sender.point());
}

Result<std::string> encrypt(std::string_view message, const Recipient& recipient) {
  std::string salt(kSaltSize, '\0');
  must(RAND_bytes(bytes_of(salt), static_cast<int>(salt.size())) == 1);
  return encrypt(message, recipient, KeyPair::generate(), salt);
}

}  // namespace doggy::push
