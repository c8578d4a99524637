#include "platform/time/timestamp.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

namespace doggy {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::size_t kMaxLength = 40;  // A dozen digits of a second; nobody needs more, and the text is kept.

/// Takes characters from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  /// Exactly `digits` decimal digits, or -1.
  int number(std::size_t digits) {
    if (rest_.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = rest_[i];
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_either(char upper, char lower) { return take(upper) || take(lower); }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> scan_date(Scanner& scanner) {
  const int year = scanner.number(4);
  if (year < 0 || !scanner.take('-')) return {};
  const int month = scanner.number(2);
  if (month < 0 || !scanner.take('-')) return {};
  const int day = scanner.number(2);
  if (day < 0) return {};
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::chrono::year_month_day civil(std::int64_t days) {
  return std::chrono::sys_days(std::chrono::days(days));
}

std::string date_text(std::int64_t days) {
  const auto date = civil(days);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

constexpr std::int64_t days_of(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day))
      .time_since_epoch()
      .count();
}

constexpr std::int64_t kFirstDay = days_of(0, 1, 1);
constexpr std::int64_t kLastDay = days_of(9999, 12, 31);

std::int64_t floor_days(std::int64_t ms) {
  return ms / kMsPerDay - (ms % kMsPerDay < 0 ? 1 : 0);
}

bool has_four_digit_year(std::int64_t ms) {
  return ms >= kFirstDay * kMsPerDay && ms < (kLastDay + 1) * kMsPerDay;
}

std::string utc_text_of(std::int64_t ms) {
  const std::int64_t days = floor_days(ms);
  const std::int64_t in_day = ms - days * kMsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", date_text(days), in_day / 3'600'000, in_day / 60'000 % 60,
                     in_day / 1000 % 60, in_day % 1000);
}

/// Leap seconds are the last of a UTC month; `ms` is the second after it.
bool follows_leap_second(std::int64_t ms) {
  const std::int64_t in_day = ms - floor_days(ms) * kMsPerDay;
  return in_day < 1000 && civil(floor_days(ms)).day() == std::chrono::day(1);
}

}  // namespace

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
  if (text.size() > kMaxLength) return {};
  Scanner scanner(text);
  const auto days = scan_date(scanner);
  if (!days || !scanner.take_either('T', 't')) return {};
  const int hour = scanner.number(2);
  if (hour < 0 || hour > 23 || !scanner.take(':')) return {};
  const int minute = scanner.number(2);
  if (minute < 0 || minute > 59 || !scanner.take(':')) return {};
  const int second = scanner.number(2);
  if (second < 0 || second > 60) return {};

  int ms = 0;
  if (scanner.take('.')) {
    if (!scanner.at_digit()) return {};
    for (int weight = 100; scanner.at_digit(); weight /= 10) ms += weight * scanner.number(1);
  }

  int offset = 0;
  if (!scanner.take_either('Z', 'z')) {
    const bool west = scanner.take('-');
    if (!west && !scanner.take('+')) return {};
    const int hours = scanner.number(2);
    if (hours < 0 || hours > 23 || !scanner.take(':')) return {};
    const int minutes = scanner.number(2);
    if (minutes < 0 || minutes > 59) return {};
    offset = (west ? -1 : 1) * (hours * 60 + minutes);
  }
  if (!scanner.empty()) return {};

  Timestamp result;
  result.unix_ms_ = *days * kMsPerDay + ((hour * 60 + minute - offset) * 60 + second) * std::int64_t{1000} + ms;
  result.offset_minutes_ = offset;
  if (!has_four_digit_year(result.unix_ms_)) return {};
  if (second == 60 && !follows_leap_second(result.unix_ms_)) return {};
  result.text_ = text;
  return result;
}

Timestamp Timestamp::from_unix_ms(std::int64_t ms) {
  if (!has_four_digit_year(ms)) throw std::out_of_range("A timestamp's year must have four digits.");
  Timestamp result;
  result.unix_ms_ = ms;
  result.text_ = utc_text_of(ms);
  return result;
}

Timestamp Timestamp::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return from_unix_ms(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

std::string Timestamp::utc_text() const {
  return utc_text_of(unix_ms_);
}

std::string Timestamp::local_date() const {
  return text_.substr(0, 10);
}

std::optional<Date> Date::parse(std::string_view text) {
  Scanner scanner(text);
  const auto days = scan_date(scanner);
  if (!days || !scanner.empty()) return {};
  return from_days(*days);
}

Date Date::from_days(std::int64_t days_since_1970) {
  if (days_since_1970 < kFirstDay || days_since_1970 > kLastDay) {
    throw std::out_of_range("A date's year must have four digits.");
  }
  Date result;
  result.days_ = days_since_1970;
  return result;
}

std::string Date::text() const {
  return date_text(days_);
}

}  // namespace doggy
