#include "platform/id/uuid.h"

#include <algorithm>
#include <chrono>

#include "platform/id/secret.h"
#include "platform/id/sodium.h"

namespace doggy {
namespace {

constexpr bool is_dash_position(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// RFC 9562 section 4: version in the upper half of byte 6, variant 10 in the upper bits of byte 8.
void mark(std::array<std::uint8_t, 16>& bytes, std::uint8_t version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return {};
  Uuid result;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_position(i)) {
      if (text[i] != '-') return {};
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return {};
    auto& byte = result.bytes_[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  if (result == Uuid()) return {};
  return result;
}

Uuid Uuid::v7() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return v7(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

Uuid Uuid::v7(std::int64_t unix_ms) {
  ensure_sodium();
  Uuid result;
  randombytes_buf(result.bytes_.data(), result.bytes_.size());
  auto ms = static_cast<std::uint64_t>(unix_ms);
  for (std::size_t i = 6; i-- > 0; ms >>= 8) result.bytes_[i] = static_cast<std::uint8_t>(ms & 0xff);
  mark(result.bytes_, 7);
  return result;
}

Uuid Uuid::from_name(std::string_view name) {
  const Sha256 hash = sha256(name);
  Uuid result;
  std::copy_n(hash.begin(), result.bytes_.size(), result.bytes_.begin());
  mark(result.bytes_, 8);
  return result;
}

std::string Uuid::text() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_position(i)) continue;
    const std::uint8_t byte = bytes_[nibble / 2];
    text[i] = kDigits[nibble % 2 == 0 ? byte >> 4 : byte & 0x0f];
    ++nibble;
  }
  return text;
}

}  // namespace doggy
