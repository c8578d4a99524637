// Full-text search over the caller's dogs.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> search_endpoints();

}  // namespace doggy::api
