// Who wrote, changed, deleted, invited, came, left, looked and exported.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> audit_endpoints();

/// Notes that the caller has looked at the dog, once a day. What fails is left out: nobody is kept from reading.
Task<void> note_view(Services& services, std::string dog_id, circle::Grant grant);

}  // namespace doggy::api
