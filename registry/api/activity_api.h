// What was done to one's account, and how it comes to be noted.
#pragma once

#include <string>
#include <vector>

#include "registry/accounts/activity.h"
#include "registry/api/endpoint.h"

namespace doggy::api {

/// From where a request came.
struct Whereabouts {
  std::string address;
  std::string device;
};
[[nodiscard]] Whereabouts whereabouts_of(const http::Request& request);

/// What happened stands also when it cannot be noted; then the server's log says so.
Task<void> note_activity(Services& services, std::string account_id, accounts::ActivityKind kind, Whereabouts from);

/// Notes a refused sign-in with the account of that email, if there is one. After the answer, so that it takes as long
/// whether there is one or not.
Task<void> note_refused(Services& services, std::string email, Whereabouts from);

[[nodiscard]] std::vector<Endpoint> activity_endpoints();

}  // namespace doggy::api
