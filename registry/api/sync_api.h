// Exchanging what happened offline.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> sync_endpoints();

}  // namespace doggy::api
