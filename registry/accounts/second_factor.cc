#include "registry/accounts/second_factor.h"

#include <fmt/format.h>
#include <liboath/oath.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "platform/id/secret.h"

namespace doggy::accounts {
namespace {

constexpr unsigned kStepSeconds = 30;
constexpr std::size_t kSecretBytes = 20;
constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";  // 32, without what is easily mistaken.

struct Free {
  // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): liboath allocates so.
  void operator()(char* memory) const { std::free(memory); }
};

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string new_totp_secret() {
  std::string bytes(kSecretBytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  char* text = nullptr;
  std::size_t size = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &text, &size) != OATH_OK) throw std::bad_alloc();
  const std::unique_ptr<char, Free> owned(text);
  return {text, size};
}

std::string totp_url(const std::string& secret, const std::string& email) {
  return fmt::format("otpauth://totp/Doggy%20App:{}?secret={}&issuer=Doggy%20App", encoded(email), secret);
}

std::optional<std::uint64_t> totp_counter(const std::string& secret, const std::string& code, const Timestamp& now,
                                          std::uint64_t last_counter) {
  if (code.size() != 6) return std::nullopt;
  char* bytes = nullptr;
  std::size_t size = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &bytes, &size) != OATH_OK) return std::nullopt;
  const std::unique_ptr<char, Free> owned(bytes);
  const std::int64_t seconds = now.unix_ms() / 1000;
  std::uint64_t counter = 0;
  const int found = oath_totp_validate3(bytes, size, seconds, kStepSeconds, 0, 1, nullptr, &counter, code.c_str());
  if (found < 0 || counter <= last_counter) return std::nullopt;
  return counter;
}

std::vector<std::string> new_recovery_codes() {
  std::vector<std::string> codes;
  for (int i = 0; i < 10; ++i) {
    std::string code;
    for (int letter = 0; letter < 24; ++letter) {
      if (letter > 0 && letter % 6 == 0) code += '-';
      code += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string recovery_hash(std::string_view code) {
  std::string plain;
  for (const char c : code)
    if (c != ' ' && c != '-') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return sha256_hex(plain);
}

}  // namespace doggy::accounts
