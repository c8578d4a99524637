#include "registry/media/media_type.h"

#include <algorithm>
#include <array>

namespace doggy::media {
namespace {

using namespace std::string_view_literals;

// Of an ISO base media file (ISO/IEC 14496-12), by its major brand.
std::optional<MediaType> by_brand(std::string_view brand) {
  constexpr std::array kHeic{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv};
  constexpr std::array kVideo{"isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv, "iso8"sv,
                              "iso9"sv, "mp41"sv, "mp42"sv, "avc1"sv, "M4V "sv, "M4VH"sv, "MSNV"sv,
                              "mp4v"sv, "dash"sv, "3gp4"sv, "3gp5"sv, "3gp6"sv, "3gp7"sv, "3g2a"sv};
  if (brand == "qt  ") return MediaType::kQuickTime;
  if (std::ranges::find(kHeic, brand) != kHeic.end()) return MediaType::kHeic;
  if (std::ranges::find(kVideo, brand) != kVideo.end()) return MediaType::kMp4;
  return std::nullopt;
}

}  // namespace

std::optional<MediaType> sniff(std::string_view first) {
  if (first.size() < kSniffed) return std::nullopt;
  if (first.starts_with("\xFF\xD8\xFF"sv)) return MediaType::kJpeg;
  if (first.starts_with("\x89PNG\r\n\x1A\n"sv)) return MediaType::kPng;
  if (first.starts_with("GIF87a"sv) || first.starts_with("GIF89a"sv)) return MediaType::kGif;
  if (first.starts_with("RIFF"sv) && first.substr(8, 4) == "WEBP"sv) return MediaType::kWebp;
  if (first.starts_with("\x1A\x45\xDF\xA3"sv)) return MediaType::kWebm;
  if (first.substr(4, 4) == "ftyp"sv) return by_brand(first.substr(8, 4));
  return std::nullopt;
}

bool is_picture(MediaType type) {
  switch (type) {
    case MediaType::kJpeg:
    case MediaType::kPng:
    case MediaType::kWebp:
    case MediaType::kGif:
    case MediaType::kHeic:
      return true;
    case MediaType::kMp4:
    case MediaType::kQuickTime:
    case MediaType::kWebm:
      return false;
  }
  return false;
}

std::string_view name_of(MediaType type) {
  switch (type) {
    case MediaType::kJpeg:
      return "image/jpeg";
    case MediaType::kPng:
      return "image/png";
    case MediaType::kWebp:
      return "image/webp";
    case MediaType::kGif:
      return "image/gif";
    case MediaType::kHeic:
      return "image/heic";
    case MediaType::kMp4:
      return "video/mp4";
    case MediaType::kQuickTime:
      return "video/quicktime";
    case MediaType::kWebm:
      return "video/webm";
  }
  return {};
}

}  // namespace doggy::media
