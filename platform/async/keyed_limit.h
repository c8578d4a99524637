// How much of one kind of expensive work somebody may have under way at once, so that nobody takes all of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/async/worker_pool.h"
#include "platform/error.h"

namespace doggy {

/// Thread-safe.
class KeyedLimit {
 public:
  struct Options {
    std::string name;         // Of the work, in the plural, for the message of a refusal: "exports and imports".
    std::size_t at_once = 2;  // Of one key.
    std::size_t waiting = 0;  // How many more of one key may wait for their turn.
    std::chrono::seconds retry_after = std::chrono::seconds(5);
  };

  /// Permission to work until it is destroyed, which may be after the limit.
  class Permit {
   public:
    Permit() = default;
    explicit Permit(std::shared_ptr<void> release) : release_(std::move(release)) {}
    /// Whether it permits something.
    explicit operator bool() const { return release_.use_count() > 0; }

   private:
    std::shared_ptr<void> release_;
  };

  explicit KeyedLimit(Options options);
  /// Those still waiting get kUnavailable.
  ~KeyedLimit();
  KeyedLimit(const KeyedLimit&) = delete;
  KeyedLimit& operator=(const KeyedLimit&) = delete;

  /// Waits for its turn, in the order of arrival. Errors: kThrottled, with retry_after, when that many wait already;
  /// kUnavailable when the work was abandoned before its turn came.
  Task<Result<Permit>> acquire(std::string key, Abandoned abandoned = {});

  [[nodiscard]] const Options& options() const;
  /// How many wait now.
  [[nodiscard]] std::size_t waiting() const;
  /// How many have been refused.
  [[nodiscard]] std::uint64_t refused() const;

 private:
  struct State;

  const std::shared_ptr<State> state_;
};

}  // namespace doggy
