// What happens now, by WebSocket.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> live_endpoints();

}  // namespace doggy::api
