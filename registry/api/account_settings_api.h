// What people change of their own account: who they are, where they are signed in, how they sign in.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> account_settings_endpoints();

}  // namespace doggy::api
