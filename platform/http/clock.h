// The time as text, formatted once a second at most.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace doggy::http {

/// Not thread-safe: each event loop has one.
class Clock {
 public:
  /// Reads the system's clock.
  void update();

  /// "Mon, 23 Nov 2026 09:00:00 GMT", as of the last update().
  [[nodiscard]] std::string_view http_date() const { return http_date_; }
  /// "2026-11-23T09:00:00" in UTC, and the milliseconds that follow it, as of the last update().
  [[nodiscard]] std::string_view iso_seconds() const { return iso_seconds_; }
  [[nodiscard]] unsigned milliseconds() const { return milliseconds_; }

 private:
  std::int64_t second_ = -1;
  unsigned milliseconds_ = 0;
  std::string http_date_;
  std::string iso_seconds_;
};

}  // namespace doggy::http
