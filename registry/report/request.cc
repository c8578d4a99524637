#include "registry/report/request.h"

#include <algorithm>
#include <string_view>

namespace doggy::report {
namespace {

constexpr int kUsualDays = 90;
constexpr std::int64_t kMostDays = 3660;
// Days that lie within these have a day before and after them.
constexpr std::string_view kFirst = "1900-01-01";
constexpr std::string_view kLast = "9000-12-31";

bool is_within(const std::optional<Date>& day) {
  return !day || (*day >= Date::parse(kFirst).value() && *day <= Date::parse(kLast).value());
}

}  // namespace

Result<Period> period_of(const Request& request, const Date& today) {
  if (request.last_days && (request.from || request.to))
    return fail_field("lastDays", "exclusive", "Either the last days or from and to.");
  if (!is_within(request.from)) return fail_field("from", "range", "Must be a day from 1900 to 9000.");
  if (!is_within(request.to)) return fail_field("to", "range", "Must be a day from 1900 to 9000.");
  Period period{.from = {}, .to = request.to.value_or(today)};
  period.from = request.from.value_or(Date::from_days(period.to.days() - request.last_days.value_or(kUsualDays) + 1));
  if (period.from > period.to) return fail_field("to", "range", "The last day must not be before the first.");
  if (period.to.days() - period.from.days() >= kMostDays)
    return fail_field("from", "range", "A report is of at most 3,660 days.");
  return period;
}

bool includes(const Request& request, Part part) {
  return request.include.empty() || std::ranges::find(request.include, part) != request.include.end();
}

}  // namespace doggy::report
