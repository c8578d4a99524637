// Any bytes as a sync cursor: what is taken is base64url of an object.
#include <cstddef>
#include <cstdint>
#include <string>

#include "platform/id/secret.h"
#include "registry/records/sync.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (doggy::records::check_cursor(bytes).has_value() && bytes.find('=') != std::string::npos) __builtin_trap();
  const bool taken = doggy::records::check_cursor(doggy::base64url(bytes)).has_value();
  if (taken && !bytes.empty() && bytes.find('{') == std::string::npos) __builtin_trap();
  return 0;
}
