// Passkeys: adding, naming and removing them, and signing in by one.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> passkeys_endpoints();

}  // namespace doggy::api
