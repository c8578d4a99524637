#include "platform/id/secret.h"

#include <algorithm>

#include "platform/id/sodium.h"

namespace doggy {
namespace {

constexpr int kUrl = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr int kPadded = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // The NUL that encoded_len counts.
  return text;
}

std::optional<std::string> decode(std::string_view text, int variant) {
  // libsodium takes bytes outside ASCII for letters of the alphabet where char is signed.
  if (std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; })) return {};
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &size, &end, variant) != 0 ||
      end != text.data() + text.size()) {
    return {};
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  ensure_sodium();
  Sha256 hash;
  crypto_hash_sha256(hash.data(), bytes_of(bytes), bytes.size());
  return hash;
}

std::string sha256_hex(std::string_view bytes) {
  const Sha256 hash = sha256(bytes);
  std::string text(2 * hash.size() + 1, '\0');  // sodium_bin2hex ends with a NUL.
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  ensure_sodium();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  std::string code(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(code.data()));
  sodium_memzero(&state, sizeof state);
  return code;
}

std::string random_token() {
  ensure_sodium();
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return base64url(bytes);
}

std::string base64url(std::string_view bytes) {
  return encode(bytes, kUrl);
}

std::optional<std::string> from_base64url(std::string_view text) {
  return decode(text, kUrl);
}

std::string base64(std::string_view bytes) {
  return encode(bytes, kPadded);
}

std::optional<std::string> from_base64(std::string_view text) {
  return decode(text, kPadded);
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace doggy
