// When to try again: exponential backoff with full jitter, and a budget, so that a service in trouble is not given more
// of it.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

#include "platform/time/backoff.h"

namespace doggy::aws {

struct RetryOptions {
  unsigned attempts = 4;  // In all.
  std::chrono::milliseconds first{50};
  std::chrono::milliseconds longest{5000};
  // Tokens: a retry takes five, a success gives one back (AWS' SDKs count so).
  int budget = 500;
};

/// Thread-safe.
class RetryBudget {
 public:
  explicit RetryBudget(RetryOptions options)
      : options_(options), tokens_(options.budget), backoff_(options.first, options.longest) {}

  /// Whether there may be another try after `attempts` of them; if so it is paid for.
  [[nodiscard]] bool take(unsigned attempts) {
    const std::lock_guard lock(mutex_);
    if (attempts >= options_.attempts || tokens_ < kCost) return false;
    tokens_ -= kCost;
    return true;
  }

  void succeeded() {
    const std::lock_guard lock(mutex_);
    tokens_ = std::min(tokens_ + 1, options_.budget);
  }

  /// Before another try, after `attempts` of them.
  [[nodiscard]] std::chrono::milliseconds pause(unsigned attempts) {
    const std::lock_guard lock(mutex_);
    return backoff_.pause(attempts);
  }

 private:
  static constexpr int kCost = 5;

  const RetryOptions options_;
  std::mutex mutex_;
  int tokens_;       // Guarded by mutex_.
  Backoff backoff_;  // Likewise.
};

}  // namespace doggy::aws
