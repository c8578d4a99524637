// The cookie that carries a browser's session.
#pragma once

#include <string_view>

namespace doggy::api {

/// Its name. Over https it has the prefix by which browsers make sure that no other host has set it (RFC
/// 6265bis, 4.1.3).
[[nodiscard]] inline std::string_view session_cookie(bool secure) {
  return secure ? "__Host-doggy_session" : "doggy_session";
}

}  // namespace doggy::api
