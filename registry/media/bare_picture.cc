#include "registry/media/bare_picture.h"

#include <cstddef>
#include <cstdint>

namespace doggy::media {
namespace {

using namespace std::string_view_literals;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

// JPEG (ITU T.81): segments of a marker, a length and a content; after a start of scan, entropy-coded data.
constexpr unsigned kEndOfImage = 0xD9;
constexpr unsigned kStartOfScan = 0xDA;
constexpr std::size_t kPlainJfifSize = 18;  // Of the segment without a thumbnail.

bool decoding_needs(unsigned marker, std::string_view segment) {
  constexpr unsigned kJfif = 0xE0;
  constexpr unsigned kAdobe = 0xEE;
  // Frames, Huffman and arithmetic tables; C8 is reserved.
  if (marker >= 0xC0 && marker <= 0xCF) return marker != 0xC8;
  // Scans, quantization tables, number of lines, restart interval.
  if (marker >= kStartOfScan && marker <= 0xDD) return true;
  const std::string_view content = segment.substr(4);
  if (marker == kJfif) return segment.size() == kPlainJfifSize && content.starts_with("JFIF\0"sv);
  // Which colors the components are.
  if (marker == kAdobe) return content.size() == 12 && content.starts_with("Adobe"sv);
  return false;
}

// Where the next marker stands that is neither a stuffed byte nor a restart.
std::size_t end_of_scan(std::string_view in, std::size_t at) {
  for (;; at += 2) {
    at = in.find('\xFF', at);
    if (at == std::string_view::npos || at + 1 >= in.size()) return in.size();
    const unsigned next = byte_at(in, at + 1);
    if (next != 0 && (next < 0xD0 || next > 0xD7)) return at;
  }
}

std::optional<std::string> bare_jpeg(std::string_view in) {
  std::string out(in.substr(0, 2));
  for (std::size_t at = 2; at + 1 < in.size();) {
    if (byte_at(in, at) != 0xFF) return std::nullopt;
    const unsigned marker = byte_at(in, at + 1);
    if (marker == 0xFF) {  // A fill byte.
      ++at;
      continue;
    }
    if (marker == kEndOfImage) return out += "\xFF\xD9"sv;
    if (in.size() - at < 4) return std::nullopt;
    const std::size_t length = byte_at(in, at + 2) << 8U | byte_at(in, at + 3);
    if (length < 2 || in.size() - at - 2 < length) return std::nullopt;
    const std::string_view segment = in.substr(at, length + 2);
    if (decoding_needs(marker, segment)) out += segment;
    at += segment.size();
    if (marker != kStartOfScan) continue;
    const std::size_t end = end_of_scan(in, at);
    out += in.substr(at, end - at);
    at = end;
  }
  return std::nullopt;
}

// WebP (RFC 9649): a RIFF file of chunks, each of a name, a length and a content that is padded to an even size.
constexpr std::size_t kRiffHeader = 12;
constexpr std::size_t kChunkHeader = 8;

std::uint32_t little_at(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2) << 16U |
         byte_at(bytes, at + 3) << 24U;
}

std::string little(std::uint32_t number) {
  std::string text;
  for (unsigned shift = 0; shift < 32; shift += 8) text += static_cast<char>(number >> shift & 0xFFU);
  return text;
}

std::optional<std::string> bare_webp(std::string_view in) {
  constexpr unsigned kAlpha = 0x10;
  constexpr unsigned kAnimation = 0x02;
  if (in.size() < kRiffHeader || in.substr(8, 4) != "WEBP"sv) return std::nullopt;
  const std::size_t size = little_at(in, 4);
  if (size < 4 || size > in.size() - kChunkHeader) return std::nullopt;
  std::string_view chunks = in.substr(kRiffHeader, size - 4);
  std::string kept = "WEBP";
  bool has_pixels = false;
  while (chunks.size() >= kChunkHeader) {
    const std::string_view name = chunks.substr(0, 4);
    const std::size_t length = little_at(chunks, 4);
    if (length > chunks.size() - kChunkHeader) return std::nullopt;
    std::string chunk(chunks.substr(0, kChunkHeader + length));
    const bool padded = length % 2 == 1 && chunks.size() > chunk.size();
    chunks.remove_prefix(chunk.size() + (padded ? 1 : 0));
    const bool extended = name == "VP8X"sv;
    if (extended) {
      if (length < 10 || (byte_at(chunk, kChunkHeader) & kAnimation) != 0) return std::nullopt;
      chunk[kChunkHeader] = static_cast<char>(byte_at(chunk, kChunkHeader) & kAlpha);
    }
    const bool pixels = name == "VP8 "sv || name == "VP8L"sv;
    has_pixels = has_pixels || pixels;
    if (!pixels && !extended && name != "ALPH"sv) continue;
    kept += chunk;
    if (length % 2 == 1) kept += '\0';
  }
  if (!has_pixels) return std::nullopt;
  return "RIFF" + little(static_cast<std::uint32_t>(kept.size())) + kept;
}

}  // namespace

std::optional<std::string> bare_picture(std::string_view encoded) {
  if (encoded.starts_with("\xFF\xD8"sv)) return bare_jpeg(encoded);
  if (encoded.starts_with("RIFF"sv)) return bare_webp(encoded);
  return std::nullopt;
}

}  // namespace doggy::media
