// Any bytes as an attestation object, and as what an authenticator has signed: no key is found in what is none, and
// what is found is a key that signatures can be verified with.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "registry/accounts/passkeys/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace accounts = doggy::accounts;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto made = accounts::read_attestation(bytes, "{}", "localhost");
  if (made && (made->id.empty() || made->key.bytes.empty())) __builtin_trap();
  const accounts::PublicKey key = made ? made->key : accounts::PublicKey{.bytes = std::string(64, '\1')};
  const auto used = accounts::verify_assertion({.client_data = "{}", .authenticator_data = bytes, .signature = bytes},
                                               key, "localhost");
  if (used && bytes.empty()) __builtin_trap();
  return 0;
}
