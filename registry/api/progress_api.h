// Figures and chart series.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> progress_endpoints();

}  // namespace doggy::api
