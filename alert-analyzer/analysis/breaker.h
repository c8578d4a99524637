// Leaves a server alone that does not answer: after some failures in a row for a while, then for twice as long.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace doggy::analyzer {

/// Not thread-safe. Times are milliseconds of any clock.
class Breaker {
 public:
  static constexpr unsigned kFailures = 3;
  static constexpr std::int64_t kFirstPauseMs = 30'000;
  static constexpr std::int64_t kLongestPauseMs = 900'000;

  /// Until when nothing is to be asked.
  [[nodiscard]] bool is_open(std::int64_t now_ms) const { return now_ms < open_until_ms_; }

  void succeeded() { *this = Breaker(); }

  /// `at_least`: the pause that the server itself asked for.
  void failed(std::int64_t now_ms, std::optional<std::chrono::seconds> at_least = {}) {
    if (at_least) open_until_ms_ = std::max(open_until_ms_, now_ms + std::chrono::milliseconds(*at_least).count());
    if (++failures_ < kFailures) return;
    open_until_ms_ = std::max(open_until_ms_, now_ms + pause_ms_);
    pause_ms_ = std::min(2 * pause_ms_, kLongestPauseMs);
    failures_ = kFailures - 1;  // One try when the pause is over.
  }

 private:
  unsigned failures_ = 0;
  std::int64_t pause_ms_ = kFirstPauseMs;
  std::int64_t open_until_ms_ = 0;
};

}  // namespace doggy::analyzer
