// How much of requests' bodies may be in memory at one time, over all connections: a stranger's body is read before
// anybody knows who sends it.
#pragma once

#include <atomic>
#include <cstddef>

namespace doggy::http {

/// Thread-safe. Outlives its shares.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t limit) : limit_(limit) {}

  /// What one body takes of it, until this ends.
  class Share {
   public:
    explicit Share(BodyBudget& budget) : budget_(budget) {}
    ~Share() { release(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Takes so many bytes more, or says that there are none. A body that has grown large finds none in the last
    /// quarter: small ones, which most are, then still come through.
    [[nodiscard]] bool grow(std::size_t bytes) {
      const std::size_t all = budget_.held_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
      const bool small = held_ + bytes <= kSmall;
      if (all > (small ? budget_.limit_ : budget_.limit_ - budget_.limit_ / 4)) {
        budget_.held_.fetch_sub(bytes, std::memory_order_relaxed);
        return false;
      }
      held_ += bytes;
      return true;
    }
    void release() {
      budget_.held_.fetch_sub(held_, std::memory_order_relaxed);
      held_ = 0;
    }

   private:
    static constexpr std::size_t kSmall = 64 * 1024;

    BodyBudget& budget_;
    std::size_t held_ = 0;
  };

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> held_ = 0;
};

}  // namespace doggy::http
