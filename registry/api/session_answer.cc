#include "registry/api/session_answer.h"

#include <fmt/format.h>

#include "platform/json/codec.h"
#include "registry/api/session_cookie.h"

namespace doggy::api {
namespace {

std::string cookie(bool secure, std::string_view name, std::string_view value, std::string_view path,
                   std::int64_t seconds) {
  return fmt::format("{}={}; Path={}; HttpOnly; SameSite=Strict; Max-Age={}{}", name, value, path, seconds,
                     secure ? "; Secure" : "");
}

std::string session_cookie_of(bool secure, std::string_view token, std::int64_t seconds) {
  return cookie(secure, session_cookie(secure), token, "/", seconds);
}

}  // namespace

accounts::Visitor visitor_of(const Services& services, const http::Request& request) {
  return {.address = request.remote_address,
          .device = std::string(request.headers.get("User-Agent")),
          .cookie = std::string(request.cookie(device_cookie(services.secure_cookies()))),
          .left = request.client_left};
}

http::Response session_answer(const Services& services, const accounts::NewSession& session) {
  http::Response response = http::Response::json(codec::encode_text(
      Session{.token = session.token, .expires_at = session.expires_at, .account = session.account}));
  const bool secure = services.secure_cookies();
  response.headers.add("Set-Cookie", session_cookie_of(secure, session.token, accounts::Sessions::kSessionSeconds));
  response.headers.add("Set-Cookie", cookie(secure, device_cookie(secure), session.cookie, kDeviceCookiePath,
                                            accounts::KnownDevices::kSeconds));
  return response;
}

http::Response signed_out(const Services& services) {
  http::Response response = http::Response::empty();
  response.headers.add("Set-Cookie", session_cookie_of(services.secure_cookies(), "", 0));
  return response;
}

}  // namespace doggy::api
