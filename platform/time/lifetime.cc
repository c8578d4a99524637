#include "platform/time/lifetime.h"

#include <fmt/format.h>

namespace doggy {
namespace {

constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

}  // namespace

Result<Timestamp> choose_end(const std::optional<Timestamp>& wanted, const Timestamp& now, Lifetime lifetime,
                             std::string_view what) {
  if (!wanted) return Timestamp::from_unix_ms(now.unix_ms() + lifetime.usual * kDayMs);
  const Timestamp latest = Timestamp::from_unix_ms(now.unix_ms() + lifetime.longest * kDayMs);
  if (*wanted <= now || *wanted > latest)
    return fail_field("expiresAt", "range",
                      fmt::format("{} ends in the future, within {} days.", what, lifetime.longest));
  return *wanted;
}

}  // namespace doggy
