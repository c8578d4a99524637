// Cooperative scheduling for long work on an event loop. Awaiting what is ready at once, such as a page out of SQLite,
// never returns to the loop: a coroutine that reads a thousand pages would hold up everybody else's requests.
#pragma once

#include <chrono>
#include <functional>

#include "platform/async/task.h"

namespace doggy {

/// Gives way to the caller's event loop. Of all coroutines that wait here, one is resumed each time the loop has polled
/// for events, in the order of their calls: what is ready waits for one step of one of them, however many there are. On
/// a thread pool, the other tasks of the pool have their turn.
Task<void> breathe();

/// For loops over many small steps: breathes whenever the loop has run for a time slice.
class Breather {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit Breather(std::chrono::milliseconds slice = std::chrono::milliseconds(2),
                    std::function<Instant()> now = std::chrono::steady_clock::now)
      : slice_(slice), now_(std::move(now)), began_(now_()) {}

  /// Whether the slice is used up. Cheap enough to ask for each record.
  [[nodiscard]] bool is_due() const { return now_() - began_ >= slice_; }

  /// Breathes if it is due; the next slice begins afterwards.
  Task<void> pause_if_due();

 private:
  const std::chrono::milliseconds slice_;
  const std::function<Instant()> now_;
  Instant began_;
};

}  // namespace doggy
