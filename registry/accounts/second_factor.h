// Time-based one-time passwords (RFC 6238: SHA-1, 30 seconds, 6 digits, as every authenticator app reads them) and
// recovery codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/time/timestamp.h"

namespace doggy::accounts {

/// 160 random bits in base32.
[[nodiscard]] std::string new_totp_secret();

/// What authenticator apps read, as text or QR code (otpauth://totp/…).
[[nodiscard]] std::string totp_url(const std::string& secret, const std::string& email);

/// The counter of the 30 seconds that `code` belongs to: now, or the ones before and after for clocks that differ.
/// Nothing for a wrong code, and for one not after `last_counter`, which was used already.
[[nodiscard]] std::optional<std::uint64_t> totp_counter(const std::string& secret, const std::string& code,
                                                        const Timestamp& now, std::uint64_t last_counter);

/// Ten codes of 120 random bits, "ABCDEF-GHJKLM-NPQRST-UVWXYZ": enough for a plain hash to keep them (ASVS 5, 6.5.2).
[[nodiscard]] std::vector<std::string> new_recovery_codes();
/// As it is kept: the SHA-256 of the code without case, spaces and hyphens.
[[nodiscard]] std::string recovery_hash(std::string_view code);

}  // namespace doggy::accounts
