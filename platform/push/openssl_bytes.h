// What every use of OpenSSL here needs: its view of strings, and its refusals.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace doggy::push {

[[nodiscard]] inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
[[nodiscard]] inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// Throws where nothing but a broken machine lets OpenSSL refuse.
inline void must(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL failed");
}

}  // namespace doggy::push
