// Whom an attempt is counted against when all that is known of somebody is an address.
#pragma once

#include <string>

namespace doggy::accounts {

/// The network that an address stands for: whoever has one IPv6 address has all of its /64, so that is what is named
/// ("2001:db8:1:2::/64"). An IPv4 address is itself, also when it is written as IPv6 (::ffff:192.0.2.7). What is no
/// address comes back as it is.
[[nodiscard]] std::string network_of(const std::string& address);

}  // namespace doggy::accounts
