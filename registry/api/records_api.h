// Records: the timeline, one record, its revisions.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> records_endpoints();

}  // namespace doggy::api
