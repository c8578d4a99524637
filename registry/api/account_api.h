// An account as a whole: taking everything along, and erasing it.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> account_endpoints();

}  // namespace doggy::api
