// Any text as the header fields of an upload: an error says what is wrong.
#include <cstddef>
#include <cstdint>
#include <string>

#include "registry/api/tus.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  doggy::http::Headers headers;
  headers.add("Upload-Length", size % 2 == 0 ? "42" : text);
  headers.add("Upload-Metadata", text);
  headers.add("Upload-Offset", text);
  headers.add("Upload-Checksum", text);
  const auto request = doggy::api::read_creation(headers);
  if (!request && request.error().detail.empty()) __builtin_trap();
  const auto offset = doggy::api::read_offset(headers);
  if (!offset && offset.error().detail.empty()) __builtin_trap();
  const auto matches = doggy::api::matches_checksum(headers, "body");
  if (!matches && matches.error().detail.empty()) __builtin_trap();
  return 0;
}
