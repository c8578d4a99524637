#include "platform/http/encoding.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include "platform/http/message.h"
#include "platform/http/text.h"

namespace doggy::http {
namespace {

constexpr int kGzipLevel = 5;
constexpr int kGzipFormat = 15 + 16;  // The largest window, and a gzip header instead of zlib's.
constexpr int kBrotliQuality = 4;
constexpr int kBrotliWindow = 20;  // 1 MiB: our larger bodies are rare, and the default's 4 MiB are for each response.

// The weight 0..1000 of "name;q=0.5"; nothing if malformed. `element` becomes the name.
std::optional<int> take_weight(std::string_view& element) {
  const auto semicolon = element.find(';');
  if (semicolon == std::string_view::npos) return 1000;
  const std::string_view parameter = trim(element.substr(semicolon + 1));
  element = trim(element.substr(0, semicolon));
  if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') return std::nullopt;
  const std::string_view digits = parameter.substr(2);
  double weight = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  if (error != std::errc{} || end != digits.data() + digits.size() || !(weight >= 0 && weight <= 1))
    return std::nullopt;
  return static_cast<int>(weight * 1000);
}

std::string gzip(std::string_view body) {
  z_stream stream{};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipFormat, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("gzip: deflateInit2 failed");
  }
  std::string compressed(deflateBound(&stream, body.size()), '\0');
  // zlib declares its input mutable, and does not change it.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const int result = deflate(&stream, Z_FINISH);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("gzip: deflate failed");
  return compressed;
}

std::string brotli(std::string_view body) {
  std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
  std::string compressed(size, '\0');
  const BROTLI_BOOL done = BrotliEncoderCompress(kBrotliQuality, kBrotliWindow, BROTLI_MODE_TEXT, body.size(),
                                                 reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                                                 reinterpret_cast<std::uint8_t*>(compressed.data()));
  if (done == BROTLI_FALSE) throw std::runtime_error("brotli: compression failed");
  compressed.resize(size);
  return compressed;
}

}  // namespace

std::string_view to_string(Coding coding) {
  switch (coding) {
    case Coding::kIdentity:
      return {};
    case Coding::kGzip:
      return "gzip";
    case Coding::kBrotli:
      return "br";
  }
  return {};
}

Coding choose_coding(std::string_view accept_encoding, bool gzip, bool brotli) {
  std::optional<int> gzip_weight;
  std::optional<int> brotli_weight;
  std::optional<int> identity_weight;
  std::optional<int> any_weight;
  for (std::string_view rest = accept_encoding; !rest.empty();) {
    const auto comma = rest.find(',');
    std::string_view element = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const std::optional<int> weight = take_weight(element);
    if (!weight) return Coding::kIdentity;
    if (equals_ignoring_case(element, "gzip") || equals_ignoring_case(element, "x-gzip")) gzip_weight = weight;
    if (equals_ignoring_case(element, "br")) brotli_weight = weight;
    if (equals_ignoring_case(element, "identity")) identity_weight = weight;
    if (element == "*") any_weight = weight;
  }
  Coding best = Coding::kIdentity;
  // Identity is acceptable unless refused, but without a weight of its own it is the last choice.
  int best_weight = identity_weight.value_or(0);
  const auto consider = [&](Coding coding, bool offered, std::optional<int> weight) {
    const int own = weight.value_or(any_weight.value_or(0));
    if (!offered || own == 0 || own < best_weight) return;
    best = coding;
    best_weight = own;
  };
  consider(Coding::kGzip, gzip, gzip_weight);
  consider(Coding::kBrotli, brotli, brotli_weight);
  return best;
}

bool is_compressible(std::string_view content_type) {
  const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
  if (type.starts_with("text/")) return true;
  if (type.ends_with("+json") || type.ends_with("+xml")) return true;
  constexpr std::array<std::string_view, 5> kCompressible = {"application/json", "application/javascript",
                                                             "application/xml", "application/wasm", "image/bmp"};
  for (const std::string_view known : kCompressible) {
    if (type == known) return true;
  }
  return false;
}

std::string compress(Coding coding, std::string_view body) {
  switch (coding) {
    case Coding::kIdentity:
      return std::string(body);
    case Coding::kGzip:
      return gzip(body);
    case Coding::kBrotli:
      return brotli(body);
  }
  return std::string(body);
}

}  // namespace doggy::http
