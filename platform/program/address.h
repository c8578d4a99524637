// Where a service listens.
#pragma once

#include <cstdint>
#include <string>

#include "platform/error.h"

namespace doggy::program {

struct Address {
  std::string host;  // Without the brackets of an IPv6 address.
  std::uint16_t port = 0;
};

/// "127.0.0.1:8080" or "[::1]:8080". Error: kInvalid that names `setting`.
[[nodiscard]] Result<Address> parse_address(const std::string& text, const std::string& setting);

/// "http://127.0.0.1:8080", "http://[::1]:8080".
[[nodiscard]] std::string url_of(const Address& address);

/// True for an address that only this machine reaches: 127.0.0.0/8, ::1, "localhost".
[[nodiscard]] bool is_loopback(const Address& address);

}  // namespace doggy::program
