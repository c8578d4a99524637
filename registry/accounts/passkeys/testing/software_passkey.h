// For tests: an authenticator in software that makes one passkey and signs with it. What it says can be changed, for
// everything that an attacker may send.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "platform/id/secret.h"
#include "registry/accounts/passkeys/passkey.h"

namespace doggy::testing {

class SoftwarePasskey {
 public:
  explicit SoftwarePasskey(accounts::KeyAlgorithm algorithm = accounts::KeyAlgorithm::kEs256);
  ~SoftwarePasskey();
  SoftwarePasskey(SoftwarePasskey&&) noexcept;
  SoftwarePasskey& operator=(SoftwarePasskey&&) = delete;

  /// The answers of a browser.
  [[nodiscard]] accounts::NewPasskey create(const std::string& challenge, const std::string& name = "Phone");
  [[nodiscard]] accounts::PasskeyAssertion sign(const std::string& challenge);

  /// The bytes within them.
  [[nodiscard]] std::string client_data(const std::string& type, const std::string& challenge) const;
  [[nodiscard]] std::string attestation_object(const std::string& client_data) const;
  [[nodiscard]] std::string authenticator_data() const;
  [[nodiscard]] std::string sign_bytes(const std::string& authenticator_data, const std::string& client_data) const;

  std::string credential_id = random_token();
  std::string party_id = "localhost";
  std::string origin = "http://localhost:8080";
  std::string more_client_data;  // Such as ",\"crossOrigin\":true".
  std::string account_id;        // For the user handle.
  std::uint8_t flags = 0x05;     // Present and verified.
  std::uint32_t counter = 0;     // Of a synced passkey: always 0.
  bool self_attested = false;    // Format packed in place of none.

 private:
  struct Key;
  [[nodiscard]] std::string cose_key() const;

  accounts::KeyAlgorithm algorithm_;
  std::unique_ptr<Key> key_;
};

}  // namespace doggy::testing
