#include "platform/push/p256.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <utility>

#include "platform/push/openssl_bytes.h"

namespace doggy::push {
namespace {

constexpr std::string_view kGroup = "prime256v1";
constexpr std::size_t kPointSize = 65;
constexpr int kScalarSize = 32;

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

std::shared_ptr<EVP_PKEY> shared(EVP_PKEY* key) {
  return {key, EVP_PKEY_free};
}

// Null when the bytes are no key. `scalar` is empty for a public key.
std::shared_ptr<EVP_PKEY> key_from(std::string_view scalar, std::string_view point) {
  if (point.size() != kPointSize || point.front() != 4) return nullptr;
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number number(BN_bin2bn(bytes_of(scalar), static_cast<int>(scalar.size()), nullptr));
  must(builder && number);
  must(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kGroup.data(), kGroup.size()) == 1);
  must(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1);
  if (!scalar.empty()) must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) == 1);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  must(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  const int what = scalar.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  if (EVP_PKEY_fromdata(context.get(), &key, what, params.get()) != 1) return nullptr;
  auto owned = shared(key);
  const Context check(EVP_PKEY_CTX_new(key, nullptr));
  must(check != nullptr);
  if ((scalar.empty() ? EVP_PKEY_public_check(check.get()) : EVP_PKEY_check(check.get())) != 1) return nullptr;
  return owned;
}

}  // namespace

bool is_point(std::string_view bytes) {
  return key_from({}, bytes) != nullptr;
}

Result<KeyPair> KeyPair::of(std::shared_ptr<EVP_PKEY> key) {
  std::array<char, 32> group{};
  std::string point(kPointSize, '\0');
  std::size_t size = 0;
  const bool fits =
      key != nullptr && EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) == 1 &&
      group.data() == kGroup &&
      EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(point), point.size(), &size) == 1 &&
      size == kPointSize;
  if (!fits) return fail(Code::kInvalid, "This is no private key on the curve P-256.");
  return KeyPair(std::move(key), std::move(point));
}

KeyPair KeyPair::generate() {
  auto made = of(shared(EVP_EC_gen(std::string(kGroup).c_str())));
  must(made.has_value());
  return std::move(*made);
}

Result<KeyPair> KeyPair::from_pem(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  must(bio != nullptr);
  const auto no_password = [](char*, int, int, void*) { return -1; };
  return of(shared(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)));
}

Result<KeyPair> KeyPair::from_raw(std::string_view scalar, std::string_view point) {
  return of(scalar.size() == kScalarSize ? key_from(scalar, point) : nullptr);
}

std::string KeyPair::pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  must(bio != nullptr);
  must(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::optional<std::string> KeyPair::shared_secret(std::string_view peer) const {
  const auto other = key_from({}, peer);
  if (!other) return {};
  const Context context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  must(context && EVP_PKEY_derive_init(context.get()) == 1);
  must(EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1);
  std::string secret(kScalarSize, '\0');
  std::size_t size = secret.size();
  must(EVP_PKEY_derive(context.get(), bytes_of(secret), &size) == 1 && size == secret.size());
  return secret;
}

std::string KeyPair::sign(std::string_view text) const {
  const Digest digest(EVP_MD_CTX_new());
  must(digest && EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  std::array<unsigned char, 80> der{};
  std::size_t size = der.size();
  must(EVP_DigestSign(digest.get(), der.data(), &size, bytes_of(text), text.size()) == 1);
  const unsigned char* begin = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)));
  must(signature != nullptr);
  std::string raw(2 * kScalarSize, '\0');
  must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(raw), kScalarSize) == kScalarSize);
  must(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(raw) + kScalarSize, kScalarSize) == kScalarSize);
  return raw;
}

}  // namespace doggy::push
