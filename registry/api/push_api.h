// The devices on which somebody is told while the app is closed.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> push_endpoints();

}  // namespace doggy::api
