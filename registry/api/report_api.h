// Progress reports.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> report_endpoints();

}  // namespace doggy::api
