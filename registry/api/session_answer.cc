#include "registry/api/session_answer.h"

#include <fmt/format.h>

#include "platform/json/codec.h"
#include "registry/api/session_cookie.h"

namespace doggy::api {
namespace {

std::string cookie(const Services& services, std::string_view token, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}",
                     session_cookie(services.secure_cookies()), token, seconds,
                     services.secure_cookies() ? "; Secure" : "");
}

}  // namespace

http::Response session_answer(const Services& services, const accounts::NewSession& session) {
  http::Response response = http::Response::json(codec::encode_text(
      Session{.token = session.token, .expires_at = session.expires_at, .account = session.account}));
  response.headers.add("Set-Cookie", cookie(services, session.token, accounts::Sessions::kSessionSeconds));
  return response;
}

http::Response signed_out(const Services& services) {
  http::Response response = http::Response::empty();
  response.headers.add("Set-Cookie", cookie(services, "", 0));
  return response;
}

}  // namespace doggy::api
