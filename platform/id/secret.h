// Random secrets, their hashes, and text forms of bytes (libsodium).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doggy {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
/// Lower-case hex of a SHA-256.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// HMAC with SHA-256 (RFC 2104), 32 bytes.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// 256 random bits in base64url without padding, 43 characters.
[[nodiscard]] std::string random_token();

/// base64url without padding (RFC 4648 section 5).
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// base64 with padding (RFC 4648 section 4).
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Equal, in a time that depends on the lengths alone.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace doggy
