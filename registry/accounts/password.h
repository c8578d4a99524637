// Password hashes: argon2id by libsodium with OWASP's parameters (19 MiB, 2 passes, 1 lane), so that a small machine
// can check a few at once. Blocking, some 30 ms each: call through offload.
#pragma once

#include <string>

namespace doggy::accounts {

/// The encoded hash with its salt and parameters. Throws std::bad_alloc when memory runs out.
[[nodiscard]] std::string hash_password(const std::string& password);

/// Whether `password` is the one behind `hash`. An empty hash costs the same time and is never right, so that an
/// unknown email answers as slowly as a wrong password.
[[nodiscard]] bool password_matches(const std::string& hash, const std::string& password);

}  // namespace doggy::accounts
