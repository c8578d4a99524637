// Links that show one record to whoever holds them.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> sharing_endpoints();

}  // namespace doggy::api
