// How much of bodies may be in memory at one time, over all connections: of requests until their handlers have ended,
// of responses until their readers have taken them.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

#include "platform/http/peers.h"
#include "platform/http/router.h"

namespace doggy::http {

/// Thread-safe. Outlives its shares.
class BodyBudget {
 public:
  struct Limits {
    std::size_t all;           // Bytes. A quarter of them is for small bodies alone.
    std::size_t of_peer;       // Of all large bodies of one peer.
    std::size_t of_sender;     // Of all large bodies of one sender, wherever they come from.
    bool of_loopback = false;  // Whether that holds for this machine too.
  };

  explicit BodyBudget(const Limits& limits) : limits_(limits) {}

  /// What one body takes of it, until this ends. Small ones take no lock.
  class Share {
   public:
    explicit Share(BodyBudget& budget) : budget_(budget) {}
    ~Share() { release(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Who sends the body, once that is known.
    void set_sender(std::string sender) { sender_ = std::move(sender); }
    /// Takes so many bytes more, or says that there are none, for all, for the sender, or for the peer at this address.
    [[nodiscard]] bool grow(std::size_t bytes, const std::string& address);
    /// Gives all of it back. What it takes next has no sender.
    void release();
    [[nodiscard]] std::size_t held() const { return held_; }

   private:
    [[nodiscard]] bool count_large(std::size_t total, const std::string& address);
    [[nodiscard]] bool count_for_peer(std::size_t total, const std::string& address);
    [[nodiscard]] bool count_for_sender(std::size_t total);

    BodyBudget& budget_;
    std::size_t held_ = 0;
    std::size_t held_of_peer_ = 0;
    std::size_t held_of_sender_ = 0;
    std::string peer_;    // Set once the body is large; empty for one that is not limited.
    std::string sender_;  // Empty when nobody said who it is.
  };

 private:
  const Limits limits_;
  std::atomic<std::size_t> held_ = 0;
  PeerCounts peers_;
  PeerCounts senders_;
};

}  // namespace doggy::http
