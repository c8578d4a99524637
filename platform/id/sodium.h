// libsodium, made ready before its first use.
#pragma once

#include <sodium.h>

#include <stdexcept>

namespace doggy {

/// Throws std::runtime_error when the machine has no random source. Thread-safe.
inline void ensure_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium cannot be initialized.");
}

}  // namespace doggy
