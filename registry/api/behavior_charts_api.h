// Charts of behavior, and of what is due for its health.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> behavior_chart_endpoints();

}  // namespace doggy::api
