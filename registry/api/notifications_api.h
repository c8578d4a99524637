// The caller's notifications, what they want to be told, and the links in mails that end one kind of them.
#pragma once

#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

[[nodiscard]] std::vector<Endpoint> notifications_endpoints();

}  // namespace doggy::api
