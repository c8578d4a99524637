// Passwords that everybody tries first. There are no rules of composition (NIST SP 800-63B, 3.1.1.2): only length, this
// list, and what is known of the person anyway.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/error.h"

namespace doggy::accounts {

/// Why `password` is too easy to guess for somebody with that email and name; nothing when it is not.
[[nodiscard]] std::optional<FieldError> weak_password(const std::string& field, std::string_view password,
                                                      std::string_view email, std::string_view name);

}  // namespace doggy::accounts
