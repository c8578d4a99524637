// Any bytes as a record of each type: what is accepted is canonical, so it is accepted again and stays the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/json/codec.h"
#include "registry/types/catalog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace codec = doggy::codec;
  namespace types = doggy::types;
  const auto value = codec::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!value || !value->is_object()) return 0;
  const types::Context context{.occurred_at = doggy::Timestamp::parse("2026-11-23T10:00:00Z")};
  for (const types::RecordType& type : types::catalog()) {
    const auto once = type.canonical(value->get_object(), context);
    if (!once) continue;
    const auto twice = type.canonical(*once, context);
    if (!twice || codec::to_text(*twice) != codec::to_text(*once)) __builtin_trap();
  }
  return 0;
}
