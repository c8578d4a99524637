// Content codings: which one the client wants, and the work of it.
#pragma once

#include <string>
#include <string_view>

namespace doggy::http {

enum class Coding { kIdentity, kGzip, kBrotli };

/// "gzip", "br"; empty for kIdentity.
[[nodiscard]] std::string_view to_string(Coding coding);

/// Of the codings on offer, the one with the highest weight in an Accept-Encoding field (RFC 9110, 12.5.3); of equals
/// brotli before gzip before identity. kIdentity when the field is empty or malformed.
[[nodiscard]] Coding choose_coding(std::string_view accept_encoding, bool gzip = true, bool brotli = true);

/// True for text, JSON, JavaScript, XML, SVG and the like; false for what is compressed by its format.
[[nodiscard]] bool is_compressible(std::string_view content_type);

/// The body in that coding, at a level that fits a response made on the spot. Throws std::runtime_error when the
/// library fails (out of memory). Blocks: about 20 MB/s for brotli, 40 MB/s for gzip.
[[nodiscard]] std::string compress(Coding coding, std::string_view body);

}  // namespace doggy::http
