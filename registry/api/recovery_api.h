// By mail: a forgotten password, and whether an address is somebody's own.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> recovery_endpoints();

/// Mails the link that verifies the account's email. Errors: kConflict when it is verified already; kThrottled.
Task<Result<void>> mail_verification(Services& services, std::string account_id);

}  // namespace doggy::api
