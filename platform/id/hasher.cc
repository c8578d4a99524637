#include "platform/id/hasher.h"

#include <fmt/format.h>

#include "platform/id/sodium.h"

namespace doggy {

struct Sha256Hasher::State {
  crypto_hash_sha256_state hash;
};

Sha256Hasher::Sha256Hasher() : state_(std::make_unique<State>()) {
  ensure_sodium();
  crypto_hash_sha256_init(&state_->hash);
}
Sha256Hasher::~Sha256Hasher() = default;

void Sha256Hasher::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

Sha256 Sha256Hasher::finish() {
  Sha256 hash;
  crypto_hash_sha256_final(&state_->hash, hash.data());
  return hash;
}

std::string Sha256Hasher::finish_hex() {
  std::string hex;
  for (const std::uint8_t byte : finish()) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace doggy
