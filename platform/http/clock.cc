#include "platform/http/clock.h"

#include <fmt/format.h>

#include <ctime>

#include "platform/time/internet_date.h"

namespace doggy::http {

void Clock::update() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  milliseconds_ = static_cast<unsigned>(ms % 1000);
  if (ms / 1000 == second_) return;
  second_ = ms / 1000;

  const std::time_t seconds = second_;
  std::tm t{};
  gmtime_r(&seconds, &t);
  http_date_ = internet_date(second_) + " GMT";
  iso_seconds_ = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
                             t.tm_hour, t.tm_min, t.tm_sec);
}

}  // namespace doggy::http
