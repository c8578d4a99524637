// A place in a few bytes, so that a request is authorized without parsing JSON: role, levels, expiry.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"

namespace doggy::circle {

[[nodiscard]] std::string place_label(Role role, const Sections& sections, const std::optional<Timestamp>& expires_at);
/// Nothing when it has expired at `now`.
[[nodiscard]] std::optional<Place> place_from_label(std::string_view label, const Timestamp& now);

}  // namespace doggy::circle
