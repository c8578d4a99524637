#include "registry/accounts/passkeys/cbor.h"

#include <cstdint>
#include <cstdlib>

namespace doggy::accounts {
namespace {

// What libcbor's callbacks are given.
struct Claim {
  std::uint64_t entries = 0;
};

}  // namespace

bool cbor_claims_fit(std::string_view bytes) {
  cbor_callbacks callbacks = cbor_empty_callbacks;
  callbacks.array_start = [](void* claim, std::size_t size) { static_cast<Claim*>(claim)->entries = size; };
  callbacks.map_start = [](void* claim, std::size_t size) { static_cast<Claim*>(claim)->entries = size; };
  while (!bytes.empty()) {
    Claim claim;
    const cbor_decoder_result step = cbor_stream_decode(data_of(bytes), bytes.size(), &callbacks, &claim);
    // Bytes that are no CBOR are found by whoever reads them.
    if (step.status != CBOR_DECODER_FINISHED) return true;
    bytes.remove_prefix(step.read);
    if (claim.entries > bytes.size()) return false;
  }
  return true;
}

CborItem read_cbor(std::string_view bytes) {
  if (bytes.empty() || !cbor_claims_fit(bytes)) return {};
  cbor_load_result loaded{};
  CborItem item(cbor_load(data_of(bytes), bytes.size(), &loaded));
  if (!item || loaded.error.code != CBOR_ERR_NONE || loaded.read != bytes.size()) return {};
  return item;
}

std::string write_cbor(const cbor_item_t* item) {
  unsigned char* bytes = nullptr;
  std::size_t room = 0;
  const std::size_t size = cbor_serialize_alloc(item, &bytes, &room);
  const std::unique_ptr<unsigned char, decltype(&std::free)> owned(bytes, std::free);
  return size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string_view cbor_text(const cbor_item_t* item) {
  if (!cbor_isa_string(item) || !cbor_string_is_definite(item)) return {};
  return {reinterpret_cast<const char*>(cbor_string_handle(item)), cbor_string_length(item)};
}

std::string_view cbor_bytes(const cbor_item_t* item) {
  if (!cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return {};
  return {reinterpret_cast<const char*>(cbor_bytestring_handle(item)), cbor_bytestring_length(item)};
}

}  // namespace doggy::accounts
