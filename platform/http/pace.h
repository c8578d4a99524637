// The deadline of a transfer that has to make progress. A time for the whole would end a slow link in the middle of a
// large body, and let a client that sends nothing wait until the end of it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace doggy::http {

/// Every byte buys time at the least rate, but never more than `pause` ahead: what went fast does not pay for standing
/// still later.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  struct Limits {
    std::chrono::milliseconds pause;    // How far a transfer may fall behind.
    std::size_t bytes_per_second;       // The least rate; above 0.
    std::chrono::milliseconds longest;  // For the whole, whatever the rate.
  };

  Pace(const Limits& limits, Clock::time_point now)
      : limits_(limits), end_(now + limits.longest), deadline_(std::min(now + limits.pause, end_)) {}

  /// So many bytes have just gone over.
  void moved(std::size_t bytes, Clock::time_point now) {
    const std::chrono::duration<double> bought(static_cast<double>(bytes) /
                                               static_cast<double>(limits_.bytes_per_second));
    // Longer than the pause counts as the pause; the sum cannot overflow then.
    const auto earned = std::min<Clock::duration>(limits_.pause, std::chrono::duration_cast<Clock::duration>(std::min(
                                                                     bought, std::chrono::duration<double>(1e6))));
    deadline_ = std::min({deadline_ + earned, now + limits_.pause, end_});
  }

  /// The transfer stood still for a reason of ours: it may fall behind by the whole pause again.
  void resume(Clock::time_point now) { deadline_ = std::min(now + limits_.pause, end_); }

  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }

 private:
  Limits limits_;
  Clock::time_point end_;
  Clock::time_point deadline_;
};

}  // namespace doggy::http
