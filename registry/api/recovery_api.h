// By mail: a forgotten password, and whether an address is somebody's own.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> recovery_endpoints();

}  // namespace doggy::api
