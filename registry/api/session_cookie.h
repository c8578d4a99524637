// The cookies of a browser: its session, and by what it is known as a device that signed in before.
#pragma once

#include <string_view>

namespace doggy::api {

/// Its name. Over https it has the prefix by which browsers make sure that no other host has set it (RFC
/// 6265bis, 4.1.3).
[[nodiscard]] inline std::string_view session_cookie(bool secure) {
  return secure ? "__Host-doggy_session" : "doggy_session";
}

/// Sent to the routes for signing in alone (kDeviceCookiePath).
[[nodiscard]] inline std::string_view device_cookie(bool secure) {
  return secure ? "__Secure-doggy_device" : "doggy_device";
}
inline constexpr std::string_view kDeviceCookiePath = "/v1/sessions";

}  // namespace doggy::api
