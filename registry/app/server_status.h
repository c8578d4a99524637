// What whoever runs the server is told of it, and who that is.
#pragma once

#include <functional>
#include <string>

#include "platform/time/timestamp.h"
#include "registry/api/server_api.h"
#include "registry/app/settings.h"

namespace doggy::app {

/// Whether somebody with that address runs the server: the setting `admins`, in any case of letters.
[[nodiscard]] std::function<bool(const std::string& email)> admins_of(const Settings& settings);

/// As it is now. What cannot be found out is left out.
[[nodiscard]] api::ServerStatus status_of(const Settings& settings, const Timestamp& started_at,
                                          const std::string& public_url);

}  // namespace doggy::app
