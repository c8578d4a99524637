#include "registry/accounts/password.h"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace doggy::accounts {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} << 20U;

void require_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialized");
}

}  // namespace

std::string hash_password(const std::string& password) {
  require_sodium();
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  hash.resize(hash.find('\0'));
  return hash;
}

bool password_matches(const std::string& hash, const std::string& password) {
  require_sodium();
  if (hash.empty()) {
    (void)hash_password(password);
    return false;
  }
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace doggy::accounts
