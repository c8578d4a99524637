#include "platform/http/peers.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace doggy::http {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> read_address(const std::string& text) {
  boost::system::error_code error;
  ip::address address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

std::string peer_of(const std::string& address) {
  const auto read = read_address(address);
  if (!read) return {};
  if (read->is_v4()) return read->to_string();
  ip::address_v6::bytes_type bytes = read->to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes).to_string() + "/64";
}

bool is_loopback(const std::string& address) {
  const auto read = read_address(address);
  return read && read->is_loopback();
}

std::optional<std::size_t> PeerCounts::add(const std::string& peer, std::size_t amount, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(peer);
  const std::size_t now = (found == counts_.end() ? 0 : found->second) + amount;
  if (now > limit) return std::nullopt;
  counts_[peer] = now;
  return now;
}

void PeerCounts::remove(const std::string& peer, std::size_t amount) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(peer);
  if (found == counts_.end()) return;
  found->second -= std::min(amount, found->second);
  if (found->second == 0) counts_.erase(found);
}

}  // namespace doggy::http
