#include "registry/accounts/network.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace doggy::accounts {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned short kNetworkBits = 64;

}  // namespace

std::string network_of(const std::string& address) {
  boost::system::error_code error;
  const ip::address parsed = ip::make_address(address, error);
  if (error) return address;
  if (parsed.is_v4()) return parsed.to_string();
  ip::address_v6 v6 = parsed.to_v6();
  if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6).to_string();
  v6.scope_id(0);
  return ip::network_v6(v6, kNetworkBits).canonical().to_string();
}

}  // namespace doggy::accounts
