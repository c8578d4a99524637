// Points in time and calendar dates as people send them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doggy {

/// An RFC 3339 date-time with offset. Keeps the text as it was sent, so that the place's local time is not lost.
class Timestamp {
 public:
  /// 1970-01-01T00:00:00Z.
  Timestamp() = default;

  /// Nothing unless `text` is RFC 3339 with an offset, at most 40 characters, and names a real instant of the years
  /// 0000 to 9999 in UTC. A leap second (":60", the last of a UTC month) is read as the next second. Fractions beyond
  /// milliseconds are cut in the comparison value, not in the text.
  [[nodiscard]] static std::optional<Timestamp> parse(std::string_view text);
  /// Milliseconds since 1970 in UTC, as "2026-11-23T09:00:00.000Z". Throws std::out_of_range outside the years above.
  [[nodiscard]] static Timestamp from_unix_ms(std::int64_t ms);
  [[nodiscard]] static Timestamp now();

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::int64_t unix_ms() const { return unix_ms_; }
  [[nodiscard]] int offset_minutes() const { return offset_minutes_; }

  /// "2026-11-23T09:00:00.000Z": fixed width, so that text order is time order.
  [[nodiscard]] std::string utc_text() const;
  /// The calendar date at the place, e.g. "2026-11-23".
  [[nodiscard]] std::string local_date() const;

  /// By instant.
  friend std::strong_ordering operator<=>(const Timestamp& a, const Timestamp& b) { return a.unix_ms_ <=> b.unix_ms_; }
  friend bool operator==(const Timestamp& a, const Timestamp& b) { return a.unix_ms_ == b.unix_ms_; }

 private:
  std::string text_ = "1970-01-01T00:00:00.000Z";
  std::int64_t unix_ms_ = 0;
  int offset_minutes_ = 0;
};

/// A proleptic Gregorian calendar date, "2018-07-16".
class Date {
 public:
  /// 1970-01-01.
  Date() = default;
  /// Nothing unless `text` is "YYYY-MM-DD" and such a day exists.
  [[nodiscard]] static std::optional<Date> parse(std::string_view text);
  /// Throws std::out_of_range outside the years 0000 to 9999.
  [[nodiscard]] static Date from_days(std::int64_t days_since_1970);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::int64_t days() const { return days_; }
  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  std::int64_t days_ = 0;  // Since 1970-01-01.
};

}  // namespace doggy
