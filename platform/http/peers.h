// Who counts as one peer, and how much each has of something.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace doggy::http {

/// The IPv4 address, or of an IPv6 address its network of 64 bits, which one client usually has to itself. Empty for
/// what is no address.
[[nodiscard]] std::string peer_of(const std::string& address);

/// True for an address of this machine, where a proxy or a test may stand for many clients.
[[nodiscard]] bool is_loopback(const std::string& address);

/// Thread-safe.
class PeerCounts {
 public:
  /// Counts `amount` more for the peer and returns what it has now, or counts nothing if that is above `limit`.
  [[nodiscard]] std::optional<std::size_t> add(const std::string& peer, std::size_t amount, std::size_t limit);
  void remove(const std::string& peer, std::size_t amount);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace doggy::http
