#include "platform/http/egress.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "platform/curl/curl.h"
#include "platform/http/message.h"

namespace doggy::http {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kLongestUrl = 2000;

// IANA IPv4 Special-Purpose Address Registry, what is not globally reachable, and multicast and class E.
constexpr std::array kNotPublic4{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
};
// Within 2000::/3, which is all of IPv6 that is given out: protocol assignments (Teredo, ORCHID), documentation, 6to4.
constexpr std::array kNotPublic6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool is_within(const ip::address_v4& address, const char* network) {
  const ip::network_v4 range = ip::make_network_v4(network);
  return ip::network_v4(address, range.prefix_length()).canonical() == range.canonical();
}
bool is_within(const ip::address_v6& address, const char* network) {
  const ip::network_v6 range = ip::make_network_v6(network);
  return ip::network_v6(address, range.prefix_length()).canonical() == range.canonical();
}

bool is_port_of_the_web(std::uint16_t port) {
  return port == 443 || port == 8443;
}

// Taken apart by the library that will connect: another parser might understand another host.
struct Parts {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;
  bool has_user = false;
  bool has_fragment = false;
};

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  return std::string(CurlPtr<char>(text).get());
}

std::optional<Parts> take_apart(const std::string& text) {
  const CurlPtr<CURLU> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) return {};
  const auto scheme = part(url.get(), CURLUPART_SCHEME);
  const auto host = part(url.get(), CURLUPART_HOST);
  const auto port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!scheme || !host || host->empty() || !port) return {};
  Parts parts{.scheme = *scheme, .host = *host};
  std::from_chars(port->data(), port->data() + port->size(), parts.port);
  parts.has_user = part(url.get(), CURLUPART_USER).has_value() || part(url.get(), CURLUPART_PASSWORD).has_value();
  parts.has_fragment = part(url.get(), CURLUPART_FRAGMENT).has_value();
  return parts;
}

// The host as an address, when it is one.
std::optional<ip::address> address_in(std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  ip::address address = ip::make_address(host, error);
  if (error) return {};
  return address;
}

// The host as it is written, without a port. Only of what take_apart() takes, which has no user.
std::string_view written_host(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (url.starts_with('[')) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find(':'));
}

// Whether some reader takes the host for an IPv4 address that another reads as a different one, or as a name: with
// parts missing, in octal or hex, with zeros in front or a dot behind. The rule is that of browsers for hosts that end
// in a number (WHATWG URL, 3.5); libcurl's own reading does not tell how it was written.
bool is_ambiguous_address(std::string_view host) {
  boost::system::error_code error;
  const ip::address_v4 plain = ip::make_address_v4(std::string(host), error);
  if (!error) return plain.to_string() != host;
  while (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);  // All of it without a dot.
  const bool hex = last.starts_with("0x") || last.starts_with("0X");
  const std::string_view digits = hex ? last.substr(2) : last;
  const std::string_view allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
  return (hex || !digits.empty()) && digits.find_first_not_of(allowed) == std::string_view::npos;
}

// Anything else, such as %31, is decoded by some readers and not by others.
bool is_plain_host(std::string_view host) {
  return host.starts_with('[') || std::ranges::all_of(host, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                  c == '_';
         });
}

bool is_local_name(std::string_view host) {
  constexpr std::string_view kLocal = "localhost";  // And the names under it (RFC 6761, 6.3).
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() < kLocal.size()) return false;
  const std::size_t before = host.size() - kLocal.size();
  return equals_ignoring_case(host.substr(before), kLocal) && (before == 0 || host[before - 1] == '.');
}

}  // namespace

bool is_public(const ip::address& address) {
  if (address.is_v4())
    return std::ranges::none_of(kNotPublic4, [&](const char* range) { return is_within(address.to_v4(), range); });
  return is_within(address.to_v6(), "2000::/3") &&
         std::ranges::none_of(kNotPublic6, [&](const char* range) { return is_within(address.to_v6(), range); });
}

bool may_connect(const ip::address& address, std::uint16_t port, bool encrypted, Egress egress) {
  if (egress.loopback && address.is_loopback()) return true;
  return encrypted && is_port_of_the_web(port) && is_public(address);
}

Result<void> check_egress(std::string_view url, Egress egress, std::string field) {
  const auto refuse = [&field](std::string rule, std::string why) {
    return fail_field(std::move(field), std::move(rule), std::move(why));
  };
  if (url.size() > kLongestUrl) return refuse("maxLength", "The URL has more than 2000 bytes.");
  if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c >= 127; }))
    return refuse("format", "The URL may have ASCII letters, digits and signs only, and no space.");
  const auto parts = take_apart(std::string(url));
  if (!parts) return refuse("format", "This is no URL such as https://example.org/hook.");
  if (parts->has_user) return refuse("format", "The URL must not have a user or password in it.");
  if (parts->has_fragment) return refuse("format", "The URL must not have a # in it.");
  // Some readers also take one slash, or three.
  const auto colon = url.find(':');
  if (colon == std::string_view::npos || !std::string_view(url).substr(colon + 1).starts_with("//"))
    return refuse("format", "The URL must have two slashes before the host.");
  const std::string_view host = written_host(url);
  if (host.empty()) return refuse("format", "The URL must name a host.");
  if (!is_plain_host(host)) return refuse("format", "The host may have letters, digits, hyphens and dots only.");
  if (is_ambiguous_address(host)) return refuse("address", "An address must be written as four decimal numbers.");
  const auto address = address_in(parts->host);
  const bool local = address ? address->is_loopback() : is_local_name(parts->host);
  if (local && egress.loopback && (parts->scheme == "http" || parts->scheme == "https")) return {};
  if (parts->scheme != "https") return refuse("scheme", "The URL must begin with https://.");
  if (!is_port_of_the_web(parts->port)) return refuse("port", "The port must be 443 or 8443.");
  if (local || (address && !is_public(*address))) return refuse("address", "The URL must lead to a public address.");
  return {};
}

}  // namespace doggy::http
