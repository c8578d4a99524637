#include "registry/calendar/recurrence.h"

#include <fmt/format.h>

#include <algorithm>

#include "registry/calendar/ical.h"
#include "registry/calendar/time_zone.h"

namespace doggy::calendar {
namespace {

// The most beginnings that are gone through: 60 years of every day.
constexpr std::size_t kMostSteps = 22'000;

icaltimetype floating(const LocalTime& time) {
  icaltimetype value = icaltime_null_time();
  const std::string text = time.date.text();
  value.year = std::stoi(text.substr(0, 4));
  value.month = std::stoi(text.substr(5, 2));
  value.day = std::stoi(text.substr(8, 2));
  value.hour = time.hour;
  value.minute = time.minute;
  value.second = time.second;
  return value;
}

LocalTime local_start(const Series& series) {
  if (series.time_zone)
    if (const auto local = local_time(series.start, *series.time_zone)) return *local;
  return local_time(series.start);
}

std::string date_text(const icaltimetype& time) {
  return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
}

std::string offset_text(int seconds) {
  const int minutes = std::abs(seconds) / 60;
  return fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// The instant of a local time at the place, written with its offset there.
std::optional<Timestamp> instant(icaltimetype time, icaltimezone* zone, int offset_minutes) {
  int offset = offset_minutes * 60;
  if (zone != nullptr) {
    int is_daylight = 0;
    offset = icaltimezone_get_utc_offset(zone, &time, &is_daylight);
  }
  return Timestamp::parse(
      fmt::format("{}T{:02}:{:02}:{:02}{}", date_text(time), time.hour, time.minute, time.second, offset_text(offset)));
}

icalrecurrencetype parse_rule(std::string_view text) {
  ical::prepare();
  return icalrecurrencetype_from_string(std::string(text).c_str());
}

bool repeats_a_part(std::string_view text) {
  std::vector<std::string_view> names;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(';'));
    const std::string_view name = part.substr(0, part.find('='));
    if (std::ranges::find(names, name) != names.end()) return true;
    names.push_back(name);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return false;
}

}  // namespace

std::optional<std::string> broken_rule(std::string_view rule, const Timestamp& start) {
  if (rule.contains('\n') || rule.contains('\r') || !rule.starts_with("FREQ="))
    return "Must be an RFC 5545 rule that begins with FREQ=, without RRULE: before it.";
  if (repeats_a_part(rule)) return "Each part of the rule may be there once.";
  const icalrecurrencetype parsed = parse_rule(rule);
  if (parsed.freq == ICAL_NO_RECURRENCE) return "Must be an RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU,TH.";
  if (parsed.freq < ICAL_DAILY_RECURRENCE) return "Must recur daily, weekly, monthly or yearly.";
  if (parsed.count > 0 && !icaltime_is_null_time(parsed.until)) return "May have COUNT or UNTIL, not both.";
  const ical::Iterator iterator(icalrecur_iterator_new(parsed, floating(local_time(start))), &icalrecur_iterator_free);
  if (!iterator || icaltime_is_null_time(icalrecur_iterator_next(iterator.get())))
    return "Must take place at least once from its beginning on.";
  return std::nullopt;
}

std::vector<Timestamp> occurrences(const Series& series, const Timestamp& from, const Timestamp& to,
                                   std::size_t limit) {
  std::vector<Timestamp> found;
  const auto take = [&](const Timestamp& at) {
    if (at >= from && at < to && found.size() < limit) found.push_back(at);
  };
  if (series.rule.empty()) {
    take(series.start);
    return found;
  }
  if (broken_rule(series.rule, series.start)) return found;
  icaltimezone* zone = series.time_zone ? ical::zone(*series.time_zone) : nullptr;
  icalrecurrencetype rule = parse_rule(series.rule);
  // UNTIL in UTC bounds local times here: it is brought to the same clock.
  if (zone != nullptr && icaltime_is_utc(rule.until)) rule.until = icaltime_convert_to_zone(rule.until, zone);
  rule.until.zone = nullptr;
  const ical::Iterator iterator(icalrecur_iterator_new(rule, floating(local_start(series))), &icalrecur_iterator_free);
  for (std::size_t step = 0; iterator && step < kMostSteps && found.size() < limit; ++step) {
    const icaltimetype time = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(time)) break;
    const auto at = instant(time, zone, series.start.offset_minutes());
    if (!at || *at >= to) break;
    const bool excepted =
        std::ranges::any_of(series.except, [day = date_text(time)](const Date& date) { return date.text() == day; });
    if (!excepted) take(*at);
  }
  return found;
}

}  // namespace doggy::calendar
