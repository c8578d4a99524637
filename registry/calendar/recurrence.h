// When something that recurs takes place: RFC 5545 recurrence rules, expanded by libical.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/time/timestamp.h"

namespace doggy::calendar {

/// What takes place at `start`, and again by its rule at the same local time in its zone; without a zone, at the offset
/// of `start`.
struct Series {
  Timestamp start;
  std::string rule;                      // "FREQ=WEEKLY;BYDAY=TU"; empty: once.
  std::optional<std::string> time_zone;  // IANA.
  std::vector<Date> except;              // Local days on which it does not.
};

/// What is wrong with a rule, in words; nothing when it is a rule. Refused too, though RFC 5545 allows them: rules that
/// recur more often than daily, and those that never take place from `start` on. Thread-safe.
[[nodiscard]] std::optional<std::string> broken_rule(std::string_view rule, const Timestamp& start);

/// The first `limit` beginnings from `from` to before `to`, in order. Local times that a change to summer time leaves
/// out are taken an hour later. Series that break a rule above have none. Thread-safe.
[[nodiscard]] std::vector<Timestamp> occurrences(const Series& series, const Timestamp& from, const Timestamp& to,
                                                 std::size_t limit);

}  // namespace doggy::calendar
