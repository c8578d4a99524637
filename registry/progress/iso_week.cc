#include "registry/progress/iso_week.h"

#include <fmt/format.h>

#include <chrono>

namespace doggy::progress {

IsoWeek IsoWeek::of(const Date& day) {
  const std::chrono::sys_days days{std::chrono::days(day.days())};
  const auto since_monday = static_cast<std::int64_t>(std::chrono::weekday(days).iso_encoding()) - 1;
  IsoWeek week;
  week.monday_ = Date::from_days(day.days() - since_monday);
  return week;
}

IsoWeek IsoWeek::next() const {
  IsoWeek week;
  week.monday_ = Date::from_days(monday_.days() + 7);
  return week;
}

std::string IsoWeek::text() const {
  const std::chrono::sys_days thursday{std::chrono::days(monday_.days() + 3)};
  const auto year = std::chrono::year_month_day(thursday).year();
  const auto day_of_year = (thursday - std::chrono::sys_days(year / 1 / 1)).count();
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), day_of_year / 7 + 1);
}

}  // namespace doggy::progress
