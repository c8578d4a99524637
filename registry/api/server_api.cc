#include "registry/api/server_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

Task<Answer> show_server(Services& services, http::Request, Caller caller) {
  CO_TRY(auto account, co_await services.accounts.get(std::move(caller.account_id)));
  // An address that nobody has confirmed may be somebody else's.
  const bool admin = account.email_verified && services.is_admin(account.email);
  ServerInfo info{.version = DOGGY_VERSION, .admin = admin, .status = {}};
  if (admin) info.status = services.status();
  co_return http::Response::json(codec::encode_text(info));
}

}  // namespace

std::vector<Endpoint> server_endpoints() {
  return {{.method = http::Method::kGet,
           .path = "/v1/server",
           .handle = show_server,
           .summary = "The server's version, and for whoever runs it how it is doing",
           .response = body_of<ServerInfo>(),
           .session_only = true}};
}

}  // namespace doggy::api
