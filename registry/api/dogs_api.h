// Dogs and their profiles.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> dogs_endpoints();

}  // namespace doggy::api
