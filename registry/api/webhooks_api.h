// The URLs that somebody has told when something happens.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> webhook_endpoints();

}  // namespace doggy::api
