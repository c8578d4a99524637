// Importing records from a CSV file.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> import_endpoints();

}  // namespace doggy::api
