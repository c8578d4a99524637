// How long to wait before another try: exponential backoff with full jitter, so that what failed together does not come
// back together.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace doggy {

/// Not thread-safe.
class Backoff {
 public:
  /// `first` is the longest pause after one failure; it doubles with each further one, up to `longest`.
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest) : first_(first), longest_(longest) {}

  /// The longest pause after so many failures in a row, one or more.
  [[nodiscard]] std::chrono::milliseconds limit(std::uint64_t failures) const {
    std::chrono::milliseconds limit = first_;
    for (std::uint64_t i = 1; i < failures && limit < longest_; ++i) limit *= 2;
    return std::max(std::chrono::milliseconds(1), std::min(limit, longest_));
  }

  /// A random pause: a millisecond at least, and limit(failures) at most.
  [[nodiscard]] std::chrono::milliseconds pause(std::uint64_t failures) {
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::chrono::milliseconds::rep>(1, limit(failures).count())(random_));
  }

  /// Counts a failure, and returns the pause after it.
  [[nodiscard]] std::chrono::milliseconds next() { return pause(++failures_); }
  /// It has worked: the next failure is the first again.
  void reset() { failures_ = 0; }

 private:
  const std::chrono::milliseconds first_;
  const std::chrono::milliseconds longest_;
  std::uint64_t failures_ = 0;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace doggy
