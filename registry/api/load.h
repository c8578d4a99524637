// What one person may ask of the server at once of what is expensive.
#pragma once

#include <string>

#include "platform/async/keyed_limit.h"
#include "platform/http/message.h"
#include "registry/api/endpoint.h"

namespace doggy::api {

/// The right to do something of that load for `key`, the account or, of strangers, the address that it is counted for.
/// Errors: kThrottled when too much of it is under way; kUnavailable when the client left meanwhile.
Task<Result<KeyedLimit::Permit>> admit(Services& services, Load load, std::string key, Abandoned client_left);

/// Keeps the permit as long as the response's body is in memory or on the disk: a client that takes it slowly counts.
void hold_until_sent(http::Response& response, KeyedLimit::Permit permit);

}  // namespace doggy::api
