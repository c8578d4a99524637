// Appointments as they take place, and as a feed for calendar programs.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> calendar_endpoints();

}  // namespace doggy::api
