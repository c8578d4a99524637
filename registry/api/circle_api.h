// The care circle and invitations into it.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> circle_endpoints();

}  // namespace doggy::api
