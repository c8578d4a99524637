// Who sends a push message (VAPID, RFC 8292): a token signed by the key that the browser named when it subscribed.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/push/p256.h"
#include "platform/time/timestamp.h"

namespace doggy::push {

/// The value of the Authorization header of a message to `endpoint`, good for 12 hours from `now`. `contact` is a
/// mailto: or https: address of whoever runs the server.
[[nodiscard]] std::string vapid_authorization(const KeyPair& key, std::string_view endpoint, std::string_view contact,
                                              const Timestamp& now);

/// The key in that PEM file; made, readable by the server's user alone, when it is not there. Errors: kInvalid for
/// another content, kUnavailable when it cannot be read or written.
[[nodiscard]] Result<KeyPair> key_in_file(const std::filesystem::path& file);

}  // namespace doggy::push
