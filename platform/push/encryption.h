// Message encryption for web push (RFC 8291) in the encoding aes128gcm (RFC 8188): what is sent can be read by the one
// browser that made the subscription, and not by its maker's push service.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/push/p256.h"

namespace doggy::push {

/// Bytes of a message that every push service takes.
inline constexpr std::size_t kLongestMessage = 3 * 1024;

/// Where messages are encrypted to.
struct Recipient {
  std::string point;  // The browser's public key, an uncompressed point.
  std::string auth;   // Its authentication secret, 16 bytes.
};

/// The body of one message, under a key pair and a salt that are used this once. Error: kInvalid for a recipient whose
/// point is not on the curve or whose secret has another length, kTooLarge for a long message.
[[nodiscard]] Result<std::string> encrypt(std::string_view message, const Recipient& recipient);

/// The same with a key pair and a salt (16 bytes) that are given: for the RFC's example.
[[nodiscard]] Result<std::string> encrypt(std::string_view message, const Recipient& recipient, const KeyPair& sender,
                                          std::string_view salt);

/// RFC 8188 with one record of up to 4096 bytes: `material` is the input keying material, `key_id` goes into the head.
[[nodiscard]] std::string encode_aes128gcm(std::string_view message, std::string_view material, std::string_view salt,
                                           std::string_view key_id);

}  // namespace doggy::push
