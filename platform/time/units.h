// Lengths of time as the numbers that timestamps and expiries are computed with.
#pragma once

#include <cstdint>

namespace doggy {

inline constexpr std::int64_t kDaySeconds = std::int64_t{24} * 60 * 60;
inline constexpr std::int64_t kDayMs = kDaySeconds * 1000;

}  // namespace doggy
