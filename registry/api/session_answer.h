// What signing in takes and answers, whichever way: the session, and the cookies for browsers.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>

#include "platform/http/message.h"
#include "registry/accounts/accounts.h"
#include "registry/api/services.h"

namespace doggy::api {

struct Session {
  std::string token;
  Timestamp expires_at;
  accounts::Account account;
};
BOOST_DESCRIBE_STRUCT(Session, (), (token, expires_at, account))

[[nodiscard]] http::Response session_answer(const Services& services, const accounts::NewSession& session);

/// Who asks to be let in.
[[nodiscard]] accounts::Visitor visitor_of(const Services& services, const http::Request& request);

/// 204, and the browser forgets the cookie of the session.
[[nodiscard]] http::Response signed_out(const Services& services);

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::Session> {
  static constexpr std::string_view kName = "SignedIn";
  static constexpr std::string_view kDoc = "A session. Browsers get the token as an HttpOnly cookie as well.";
  static constexpr std::array kFields{
      Field{.member = "token", .doc = "For `Authorization: Bearer`; shown once.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When the session ends.", .access = Access::kReadOnly},
      Field{.member = "account", .doc = "Who signed in.", .access = Access::kReadOnly},
  };
};
