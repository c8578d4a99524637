#include "registry/records/csv_dates.h"

#include <fmt/format.h>

#include <cstdlib>

#include "platform/time/timestamp.h"

namespace doggy::csv {
namespace {

/// Three numbers between two equal separators, as they stand.
struct Triple {
  int first, second, third;
  std::size_t first_digits, third_digits;
  char separator;
};

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes 1 to `most` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  std::size_t size = 0;
  int value = 0;
  while (size < text.size() && size < most && is_digit(text[size])) value = value * 10 + (text[size++] - '0');
  text.remove_prefix(size);
  if (size == 0) return {};
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

void skip_spaces(std::string_view& text) {
  while (take(text, ' ')) {
  }
}

std::optional<Triple> take_triple(std::string_view& text) {
  Triple triple{};
  const auto before_first = text.size();
  const auto first = take_number(text, 4);
  triple.first_digits = before_first - text.size();
  if (!first || text.empty() || (text.front() != '.' && text.front() != '/' && text.front() != '-')) return {};
  triple.separator = text.front();
  text.remove_prefix(1);
  if (triple.separator == '.') skip_spaces(text);  // "23. 11. 2026"
  const auto second = take_number(text, 2);
  if (!second || !take(text, triple.separator)) return {};
  if (triple.separator == '.') skip_spaces(text);
  const auto before_third = text.size();
  const auto third = take_number(text, 4);
  triple.third_digits = before_third - text.size();
  if (!third) return {};
  triple.first = *first;
  triple.second = *second;
  triple.third = *third;
  return triple;
}

bool has_year_first(const Triple& triple) {
  return triple.first_digits == 4 && triple.third_digits <= 2;
}

bool has_year_last(const Triple& triple) {
  return triple.first_digits <= 2 && (triple.third_digits == 4 || triple.third_digits == 2);
}

std::optional<std::string> date_text(const Triple& triple, std::optional<DateOrder> order) {
  if (has_year_first(triple)) return fmt::format("{:04}-{:02}-{:02}", triple.first, triple.second, triple.third);
  if (!has_year_last(triple) || order == DateOrder::kYmd) return {};
  const int year = triple.third_digits == 2 ? 2000 + triple.third : triple.third;
  const bool month_first = order == DateOrder::kMdy && triple.separator != '.';
  const int month = month_first ? triple.first : triple.second;
  const int day = month_first ? triple.second : triple.first;
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

/// "14:05", "14:05:30", "2:05 pm"; fractions of a second are dropped.
std::optional<Clock> take_clock(std::string_view& text) {
  Clock clock;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return {};
  const auto minute = take_number(text, 2);
  if (!minute) return {};
  clock = {*hour, *minute, 0};
  if (take(text, ':')) {
    const auto second = take_number(text, 2);
    if (!second) return {};
    clock.second = *second;
    if (take(text, '.') && !take_number(text, 9)) return {};
  }
  std::string_view rest = text;
  skip_spaces(rest);
  const char half = rest.empty() ? '\0' : static_cast<char>(rest.front() | 0x20);
  if (rest.size() == 2 && (half == 'a' || half == 'p') && (rest[1] | 0x20) == 'm') {
    if (clock.hour < 1 || clock.hour > 12) return {};
    clock.hour = clock.hour % 12 + (half == 'p' ? 12 : 0);
    text = {};
  }
  return clock;
}

std::string offset_text(int minutes) {
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

std::optional<std::string> put_together(std::string_view date, const Clock& clock, std::string_view offset) {
  auto text = fmt::format("{}T{:02}:{:02}:{:02}{}", date, clock.hour, clock.minute, clock.second, offset);
  if (!Timestamp::parse(text)) return {};
  return text;
}

std::string_view without_spaces(std::string_view text) {
  skip_spaces(text);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The rest of a cell after its date: nothing, or a time and perhaps an offset.
std::optional<std::string> with_time(std::string_view date, std::string_view rest, const DateFormat& format) {
  rest = without_spaces(rest);
  if (rest.empty()) return put_together(date, {}, offset_text(format.offset_minutes));
  const auto clock = take_clock(rest);
  if (!clock) return {};
  rest = without_spaces(rest);
  if (rest.empty()) return put_together(date, *clock, offset_text(format.offset_minutes));
  if (!read_offset(rest)) return {};
  return put_together(date, *clock, rest);
}

}  // namespace

OrderEvidence order_evidence(std::span<const std::string_view> cells) {
  bool day_first = false;
  bool month_first = false;
  bool needed = false;
  for (std::string_view cell : cells) {
    cell = without_spaces(cell);
    const auto triple = take_triple(cell);
    if (!triple || !has_year_last(*triple) || triple->separator == '.') continue;
    if (triple->first > 12) {
      day_first = true;
    } else if (triple->second > 12) {
      month_first = true;
    } else if (triple->first != triple->second) {
      needed = true;
    }
  }
  OrderEvidence evidence{.needed = needed, .decided = {}};
  if (day_first != month_first) evidence.decided = day_first ? DateOrder::kDmy : DateOrder::kMdy;
  if (day_first && month_first) evidence.needed = true;
  return evidence;
}

std::optional<std::string> read_date_time(std::string_view text, const DateFormat& format) {
  if (Timestamp::parse(text)) return std::string(text);
  text = without_spaces(text);
  const auto triple = take_triple(text);
  if (!triple) return {};
  const auto date = date_text(*triple, format.order);
  if (!date) return {};
  if (!text.empty() && !take(text, 'T') && !take(text, ' ') && !take(text, ',')) return {};
  return with_time(*date, text, format);
}

std::optional<std::string> read_date_and_time(std::string_view date, std::string_view time, const DateFormat& format) {
  date = without_spaces(date);
  const auto triple = take_triple(date);
  if (!triple || !date.empty()) return {};
  const auto text = date_text(*triple, format.order);
  if (!text) return {};
  return with_time(*text, time, format);
}

std::optional<int> read_offset(std::string_view text) {
  // A timestamp's offset has the same form.
  const auto time = Timestamp::parse(fmt::format("2000-01-02T00:00:00{}", text));
  if (!time || text.empty() || is_digit(text.front()) || text.front() == '.') return {};
  return time->offset_minutes();
}

}  // namespace doggy::csv
