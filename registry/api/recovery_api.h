// By mail: a forgotten password, and whether an address is somebody's own.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> recovery_endpoints();

/// Does the jobs of kind "password-reset": each mails a link to choose a new password, if somebody has the email.
void do_password_resets(Services& services);

/// Mails the link that verifies the account's email. Errors: kConflict when it is verified already; kThrottled;
/// kUnavailable.
Task<Result<void>> mail_verification(Services& services, std::string account_id);

}  // namespace doggy::api
