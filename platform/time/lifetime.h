// Things that end by themselves, and for which somebody may choose when.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/error.h"
#include "platform/time/timestamp.h"

namespace doggy {

/// In days.
struct Lifetime {
  std::int64_t usual;
  std::int64_t longest;
};

/// When something made `now` ends: as `wanted`, or after the usual time. Error: kInvalid naming expiresAt (rule range)
/// for an end that is past or too far ahead; `what` begins its sentence ("A link").
[[nodiscard]] Result<Timestamp> choose_end(const std::optional<Timestamp>& wanted, const Timestamp& now,
                                           Lifetime lifetime, std::string_view what);

}  // namespace doggy
