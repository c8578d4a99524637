// Where requests may go whose URL somebody gave us: to public addresses by https, so that nobody reaches through this
// server what only it can reach (SSRF).
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/error.h"

namespace doggy::http {

struct Egress {
  /// Also to this machine, at any port and by http: for tests and for whoever hosts everything on one machine.
  bool loopback = false;
};

/// Globally reachable unicast by IANA's special-purpose registries (RFC 6890 and its successors): not this host,
/// private, shared, link-local, unique-local, multicast, documentation, benchmarking or reserved, and no IPv6 address
/// that stands for an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo).
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

/// What can be said of a URL before its name is resolved: it is https to port 443 or 8443, has no user or fragment, is
/// at most 2,000 bytes of ASCII, and its host is no address that is not public. The address it resolves to is checked
/// by the client at each connection. Error: kInvalid that names `field`.
[[nodiscard]] Result<void> check_egress(std::string_view url, Egress egress, std::string field);

/// The same for a connection that is about to be made.
[[nodiscard]] bool may_connect(const boost::asio::ip::address& address, std::uint16_t port, bool encrypted,
                               Egress egress);

}  // namespace doggy::http
