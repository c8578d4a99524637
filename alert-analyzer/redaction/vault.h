// What was hidden, so that the same secret gets the same placeholder everywhere in an incident, and so that some of it
// may be shown again to whoever may see it.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace doggy::analyzer {

enum class SecretKind : std::uint8_t {
  kPrivateKey,
  kCookie,
  kAuthorization,
  kPassword,
  kToken,
  kAwsKey,
  kCard,
  kEmail,
  kPhone,
};
BOOST_DESCRIBE_ENUM(SecretKind, kPrivateKey, kCookie, kAuthorization, kPassword, kToken, kAwsKey, kCard, kEmail, kPhone)

/// Not thread-safe: each incident has one, in memory only.
class Vault {
 public:
  /// "[EMAIL-1]": the same for the same secret.
  [[nodiscard]] std::string placeholder(SecretKind kind, std::string_view secret);

  /// `text` with the placeholders of these kinds replaced by what they stand for.
  [[nodiscard]] std::string restore(std::string_view text, const std::set<SecretKind>& kinds) const;

 private:
  std::map<std::pair<SecretKind, std::string>, std::string, std::less<>> placeholders_;
  std::map<std::string, std::pair<SecretKind, std::string>, std::less<>> secrets_;  // By placeholder.
  std::map<SecretKind, unsigned> counts_;
};

}  // namespace doggy::analyzer
