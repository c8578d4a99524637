#include "platform/program/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>

namespace doggy::program {

Result<Address> parse_address(const std::string& text, const std::string& setting) {
  const std::size_t colon = text.rfind(':');
  Address address;
  if (colon != std::string::npos) {
    address.host = text.substr(0, colon);
    if (address.host.starts_with('[') && address.host.ends_with(']'))
      address.host = address.host.substr(1, address.host.size() - 2);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error == std::errc() && stop == end && !address.host.empty()) return address;
  }
  return fail_field(setting, "format", fmt::format("{} is an address and a port, such as 127.0.0.1:8080.", setting));
}

std::string url_of(const Address& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", v6 ? "[" + address.host + "]" : address.host, address.port);
}

bool is_loopback(const Address& address) {
  in_addr parsed{};
  // "127.0.0.1.example.org" is a name that may lead anywhere.
  const bool v4 = ::inet_pton(AF_INET, address.host.c_str(), &parsed) == 1;
  return (v4 && address.host.starts_with("127.")) || address.host == "::1" || address.host == "localhost";
}

}  // namespace doggy::program
