// The durable queue that alerts wait in: between "202 Accepted" and the moment they are on record.
//
// At least once: a message is handed out again when it was neither done nor retried before its hold ended, or when the
// process ended. Whoever handles messages therefore recognizes those it knows (by their id).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/error.h"

namespace doggy::analyzer {

struct Message {
  std::string id;  // Two with the same id are the same message; while one waits the other is dropped.
  std::string body;
};

struct Leased {
  std::string id;
  std::string body;
  unsigned attempts = 0;         // Including this one.
  std::int64_t enqueued_ms = 0;  // Since 1970.
  std::string receipt;           // The adapter's own.
};

struct DeadMessage {
  std::string id;
  std::string body;
  unsigned attempts = 0;
  std::int64_t enqueued_ms = 0;
  std::string reason;
};

struct QueueFigures {
  std::uint64_t waiting = 0;  // Not handed out.
  std::uint64_t leased = 0;
  std::uint64_t dead = 0;
  std::int64_t oldest_ms = 0;  // How long the oldest has waited; 0 without one.
};

/// Thread-safe. Blocks for disk or network, so never called on an event loop. Every error is kUnavailable: nothing was
/// changed, or it is not known whether it was.
class Queue {
 public:
  virtual ~Queue() = default;

  /// All or none; when it returns they survive the end of process and machine.
  [[nodiscard]] virtual Result<void> enqueue(const std::vector<Message>& messages) = 0;

  /// The oldest messages that are due, at most `most`, for `hold`.
  [[nodiscard]] virtual Result<std::vector<Leased>> lease(std::size_t most, std::chrono::milliseconds hold) = 0;

  /// They are handled: they leave the queue.
  [[nodiscard]] virtual Result<void> done(const std::vector<Leased>& messages) = 0;

  /// Hands the message out again after `delay`.
  [[nodiscard]] virtual Result<void> retry(const Leased& message, std::chrono::milliseconds delay) = 0;

  /// Puts the message aside: it is kept, listed, and handed out only when somebody asks for it.
  [[nodiscard]] virtual Result<void> bury(const Leased& message, const std::string& reason) = 0;

  /// The dead messages, oldest first, at most `most`.
  [[nodiscard]] virtual Result<std::vector<DeadMessage>> dead(std::size_t most) = 0;

  /// Makes dead messages wait anew, with no attempts: that of `id`, or all when it is empty. How many.
  [[nodiscard]] virtual Result<std::uint64_t> replay(const std::string& id) = 0;

  [[nodiscard]] virtual Result<QueueFigures> figures() = 0;

  /// Whether it takes messages now, for readiness; found out by a write where there was none for a while.
  [[nodiscard]] virtual Result<void> ready() = 0;
};

}  // namespace doggy::analyzer
