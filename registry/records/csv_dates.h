// Dates and times as people write them into tables.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace doggy::csv {

/// The order of day, month and year where the year comes last: 03/04/2026 is 3 April or March 4. A year at the front
/// is followed by month and day in any order setting, and with dots the day comes first.
enum class DateOrder : std::uint8_t { kYmd, kDmy, kMdy };
BOOST_DESCRIBE_ENUM(DateOrder, kYmd, kDmy, kMdy)

/// What a whole column of dates says about their order.
struct OrderEvidence {
  bool needed = false;               // Some date reads differently in another order.
  std::optional<DateOrder> decided;  // Unless it contradicts itself.
};

/// `cells` are dates with or without times, and may hold anything else.
[[nodiscard]] OrderEvidence order_evidence(std::span<const std::string_view> cells);

struct DateFormat {
  std::optional<DateOrder> order = {};  // Nothing: day first.
  int offset_minutes = 0;               // Of times that state none.
};

/// RFC 3339 of a date with an optional time: "2026-11-23", "2026-11-23T14:05", "23.11.2026 14:05", "23/11/26 2:05 pm".
/// A date without a time is its midnight. Nothing if `text` is none, or no such day or time exists.
[[nodiscard]] std::optional<std::string> read_date_time(std::string_view text, const DateFormat& format);

/// The same of a date and a time in columns of their own; an empty time is midnight.
[[nodiscard]] std::optional<std::string> read_date_and_time(std::string_view date, std::string_view time,
                                                            const DateFormat& format);

/// Minutes of "Z", "+01:00" or "-03:30".
[[nodiscard]] std::optional<int> read_offset(std::string_view text);

}  // namespace doggy::csv
