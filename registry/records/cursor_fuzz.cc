// Any bytes as a sync cursor.
#include <cstddef>
#include <cstdint>
#include <string>

#include "platform/id/secret.h"
#include "registry/records/sync.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(doggy::records::check_cursor(bytes));
  static_cast<void>(doggy::records::check_cursor(doggy::base64url(bytes)));
  return 0;
}
