// Reading CBOR (RFC 8949) that somebody sent, by libcbor.
#pragma once

#include <cbor.h>

#include <memory>
#include <string>
#include <string_view>

namespace doggy::accounts {

/// As the libraries written in C take bytes.
[[nodiscard]] inline const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

struct CborRelease {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using CborItem = std::unique_ptr<cbor_item_t, CborRelease>;

/// Whether no list or map in a sequence of items claims more entries than there are bytes left. libcbor, also within
/// libfido2, takes such a claim's word for how much memory to ask for.
[[nodiscard]] bool cbor_claims_fit(std::string_view bytes);

/// The one item that the bytes are; null when they are not.
[[nodiscard]] CborItem read_cbor(std::string_view bytes);

/// The bytes of an item; empty for none.
[[nodiscard]] std::string write_cbor(const cbor_item_t* item);

/// A definite text or byte string's content; empty for anything else.
[[nodiscard]] std::string_view cbor_text(const cbor_item_t* item);
[[nodiscard]] std::string_view cbor_bytes(const cbor_item_t* item);

}  // namespace doggy::accounts
