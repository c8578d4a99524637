// For tests: an authenticator app.
#pragma once

#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "platform/time/timestamp.h"

namespace doggy::testing {

/// What an app with that secret shows then.
[[nodiscard]] inline std::string totp_code(const std::string& secret, const Timestamp& now) {
  char* bytes = nullptr;
  std::size_t size = 0;
  oath_base32_decode(secret.data(), secret.size(), &bytes, &size);
  const std::unique_ptr<char, decltype(&std::free)> owned(bytes, std::free);
  std::array<char, 7> code{};
  oath_totp_generate(bytes, size, now.unix_ms() / 1000, 30, 0, 6, code.data());
  return code.data();
}

}  // namespace doggy::testing
