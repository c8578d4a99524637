// How much of bodies may be in memory at one time, over all connections: of requests until their handlers have ended,
// of responses until their readers have taken them.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include "platform/http/peers.h"
#include "platform/http/router.h"

namespace doggy::http {

/// Thread-safe. Outlives its shares.
class BodyBudget {
 public:
  struct Limits {
    std::size_t all;           // Bytes. A quarter of them is for small bodies alone.
    std::size_t of_peer;       // Of all large bodies of one peer.
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

    /// Takes so many bytes more, or says that there are none, for all or for the peer at this address.
    [[nodiscard]] bool grow(std::size_t bytes, const std::string& address);
    void release();
    [[nodiscard]] std::size_t held() const { return held_; }

   private:
    [[nodiscard]] bool count_for_peer(std::size_t total, const std::string& address);

    BodyBudget& budget_;
    std::size_t held_ = 0;
    std::size_t held_of_peer_ = 0;
    std::string peer_;  // Set once the body is large; empty for one that is not limited.
  };

 private:
  const Limits limits_;
  std::atomic<std::size_t> held_ = 0;
  PeerCounts peers_;
};

}  // namespace doggy::http
