// Keys on the curve P-256 (OpenSSL): what web push encrypts to and signs by.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/error.h"

typedef struct evp_pkey_st EVP_PKEY;  // NOLINT(modernize-use-using): OpenSSL's own declaration.

namespace doggy::push {

/// Whether the bytes are an uncompressed point (65 bytes, X9.62) of the curve.
[[nodiscard]] bool is_point(std::string_view bytes);

/// A key pair. Cheap to copy, immutable, thread-safe.
class KeyPair {
 public:
  [[nodiscard]] static KeyPair generate();
  /// Error: kInvalid when it is no private key on P-256.
  [[nodiscard]] static Result<KeyPair> from_pem(std::string_view pem);
  /// From its scalar (32 bytes) and its point. Error: kInvalid, as above.
  [[nodiscard]] static Result<KeyPair> from_raw(std::string_view scalar, std::string_view point);

  /// PKCS #8, not encrypted.
  [[nodiscard]] std::string pem() const;
  /// The public key as an uncompressed point.
  [[nodiscard]] const std::string& point() const { return point_; }

  /// ECDH: the x coordinate, 32 bytes; nothing when `peer` is no point of the curve.
  [[nodiscard]] std::optional<std::string> shared_secret(std::string_view peer) const;

  /// ES256 (RFC 7518, 3.4): ECDSA over SHA-256 as r and s, 64 bytes.
  [[nodiscard]] std::string sign(std::string_view text) const;

 private:
  KeyPair(std::shared_ptr<EVP_PKEY> key, std::string point) : key_(std::move(key)), point_(std::move(point)) {}
  static Result<KeyPair> of(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string point_;
};

}  // namespace doggy::push
