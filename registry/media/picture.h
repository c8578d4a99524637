// Pictures: decoded by libvips and written anew, upright, in sRGB, without metadata; so nothing of the sender's file
// but what is to be seen gets any further. picture.cc is the only file that includes libvips.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "platform/error.h"
#include "registry/media/media_type.h"

namespace doggy::media {

struct Picture {
  std::string media_type;  // image/jpeg, or image/webp when something is transparent.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::string full;    // At most kFullEdge on a side; encoded like the others.
  std::string medium;  // At most kMediumEdge.
  std::string thumb;   // At most kThumbEdge.
};

inline constexpr int kFullEdge = 4096;
inline constexpr int kMediumEdge = 1280;
inline constexpr int kThumbEdge = 320;
inline constexpr std::uint64_t kMostPixels = 64'000'000;

/// The first frame of the picture in the file. Blocks, a second or so for a large one; a few at a time. Errors:
/// kTooLarge for more than kMostPixels, found before anything is decoded; kInvalid for what cannot be decoded to its
/// end, or is no `type`; kUnsupportedMediaType for a type that this libvips cannot read.
[[nodiscard]] Result<Picture> render_picture(const std::filesystem::path& file, MediaType type);

}  // namespace doggy::media
