#include "registry/webhooks/signature.h"

#include <fmt/format.h>

#include <stdexcept>

#include "platform/id/secret.h"

namespace doggy::webhooks {
namespace {

constexpr std::string_view kPrefix = "whsec_";

}  // namespace

std::string new_secret() {
  return std::string(kPrefix) + base64(from_base64url(random_token()).value());
}

std::string signatures(const std::vector<std::string>& secrets, std::string_view message_id, std::int64_t unix_seconds,
                       std::string_view body) {
  const std::string text = fmt::format("{}.{}.{}", message_id, unix_seconds, body);
  std::string header;
  for (const std::string& secret : secrets) {
    const auto key = from_base64(std::string_view(secret).substr(kPrefix.size()));
    if (!key) throw std::logic_error("a webhook's secret is not base64");
    if (!header.empty()) header += ' ';
    header += "v1," + base64(hmac_sha256(*key, text));
  }
  return header;
}

}  // namespace doggy::webhooks
