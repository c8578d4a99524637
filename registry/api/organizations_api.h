// Organizations: making and running them, who belongs to them, and which dogs they have.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> organizations_endpoints();

}  // namespace doggy::api
