// Signing up, in and out.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> accounts_endpoints();

}  // namespace doggy::api
