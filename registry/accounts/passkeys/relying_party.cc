#include "registry/accounts/passkeys/relying_party.h"

#include <boost/url/parse.hpp>

namespace doggy::accounts {

Result<RelyingParty> relying_party_of(const std::string& public_url) {
  const auto url = boost::urls::parse_uri(public_url);
  if (url) {
    std::string host = url->host_name().empty() ? url->host() : url->host_name();
    if (host == "127.0.0.1" || host == "[::1]") host = "localhost";
    const bool named = host == "localhost" || url->host_type() == boost::urls::host_type::name;
    const bool secure = url->scheme() == "https" || host == "localhost";
    if (named && secure && !host.empty()) {
      std::string origin = std::string(url->scheme()) + "://" + host;
      const std::string port = url->port();
      if (!port.empty() && port != (url->scheme() == "https" ? "443" : "80")) origin += ":" + port;
      return RelyingParty{.id = std::move(host), .origin = std::move(origin)};
    }
  }
  return fail(Code::kConflict, "Passkeys need a server that is reached by https and a name (--public-url).");
}

}  // namespace doggy::accounts
