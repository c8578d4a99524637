// A circuit breaker: after so many failures in a row nobody is asked for a while, so that callers get their answer at
// once and a service in trouble is left alone. Then one call is let through: its outcome decides.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

namespace doggy::store::dynamodb {

struct BreakerOptions {
  unsigned failures = 8;  // In a row, until it opens.
  std::chrono::milliseconds pause{1000};
  std::chrono::milliseconds longest{15'000};  // The pause doubles up to this each time the trial fails.
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

/// Thread-safe.
class Breaker {
 public:
  explicit Breaker(BreakerOptions options) : options_(std::move(options)), pause_(options_.pause) {}

  /// Nothing when a call may be made, whose outcome must then be told; else for how long none may.
  [[nodiscard]] std::optional<std::chrono::milliseconds> refuses() {
    const std::lock_guard lock(mutex_);
    if (!open_until_) return std::nullopt;
    const auto now = options_.clock();
    if (now < *open_until_) return std::chrono::ceil<std::chrono::milliseconds>(*open_until_ - now);
    // This call is the trial; the others wait for its outcome, or for the next trial.
    pause_ = std::min(pause_ * 2, options_.longest);
    open_until_ = now + pause_;
    return std::nullopt;
  }

  void succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    open_until_.reset();
    pause_ = options_.pause;
  }

  void failed() {
    const std::lock_guard lock(mutex_);
    if (++failures_ >= options_.failures && !open_until_) open_until_ = options_.clock() + pause_;
  }

  [[nodiscard]] bool is_open() const {
    const std::lock_guard lock(mutex_);
    return open_until_.has_value();
  }

 private:
  const BreakerOptions options_;
  mutable std::mutex mutex_;
  unsigned failures_ = 0;                                            // In a row; guarded by mutex_, as are the next.
  std::optional<std::chrono::steady_clock::time_point> open_until_;  // There while it is open.
  std::chrono::milliseconds pause_;
};

}  // namespace doggy::store::dynamodb
