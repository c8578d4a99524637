// A SHA-256 of bytes that come piece by piece (libsodium).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/id/secret.h"

namespace doggy {

/// Used by one thread at a time.
class Sha256Hasher {
 public:
  Sha256Hasher();
  ~Sha256Hasher();
  Sha256Hasher(const Sha256Hasher&) = delete;
  Sha256Hasher& operator=(const Sha256Hasher&) = delete;

  void add(std::string_view bytes);
  /// Of all that was added; nothing may be added after it.
  [[nodiscard]] Sha256 finish();
  /// The same in lower-case hex.
  [[nodiscard]] std::string finish_hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doggy
