// The cookie that carries a browser's session.
#pragma once

#include <string_view>

namespace doggy::api {

inline constexpr std::string_view kSessionCookie = "doggy_session";

}  // namespace doggy::api
