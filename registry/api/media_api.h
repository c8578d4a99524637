// Photos and videos: uploads by the tus protocol, galleries, and bytes.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> media_endpoints();

}  // namespace doggy::api
