// How a webhook's messages are signed: the Standard Webhooks scheme (standardwebhooks.com), so that receivers use a
// library for it instead of our documentation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doggy::webhooks {

/// "whsec_" and 256 random bits in base64.
[[nodiscard]] std::string new_secret();

/// The header webhook-signature: one "v1,…" for each secret, with spaces between. A receiver accepts any of them, which
/// is how a secret is rotated without losing messages.
[[nodiscard]] std::string signatures(const std::vector<std::string>& secrets, std::string_view message_id,
                                     std::int64_t unix_seconds, std::string_view body);

}  // namespace doggy::webhooks
