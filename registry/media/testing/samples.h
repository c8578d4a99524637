// For tests: small photos and videos that say where they were taken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doggy::testing {

/// What stands in the samples as the place, as text.
inline constexpr std::string_view kPlace = "+52.5163+013.3777/";

/// A JPEG of that many pixels, to be turned to the right (EXIF orientation 6), with GPS in EXIF and XMP.
[[nodiscard]] std::string jpeg_with_place(int width, int height);
/// A PNG; `alpha` makes half of it transparent.
[[nodiscard]] std::string png(int width, int height, bool alpha = false);
[[nodiscard]] std::string webp(int width, int height);
[[nodiscard]] std::string gif(int width, int height);
enum class PictureFormat { kJpeg, kPng, kWebp, kGif, kHeic };
/// 64 by 48 with the place in every kind of metadata that the format may have: EXIF (also as GPS), XMP, IPTC, comments,
/// text and application blocks, and a color profile. With `alpha`, which JPEG has not, half of it is transparent.
[[nodiscard]] std::string picture_with_metadata(PictureFormat format, bool alpha);
/// A PNG that says it has that many pixels and has none.
[[nodiscard]] std::string png_bomb(std::uint32_t width, std::uint32_t height);

/// A box of an MP4: its length, its type and its content.
[[nodiscard]] std::string box(std::string_view type, std::string_view content);
/// `number` in `bytes` bytes, most significant first.
[[nodiscard]] std::string number(std::uint64_t value, int bytes);

/// 1920 by 1080 on its side, 2.5 seconds, the place in udta, meta, a uuid box and a track of its own; "frames" are what
/// is to be seen. With the brand "qt  " its tracks are as QuickTime has them, and thereby telephones.
[[nodiscard]] std::string mp4_with_place(std::string_view brand = "isom");
/// 640 by 480, 1.5 seconds, the place in its tags.
[[nodiscard]] std::string webm_with_place();

}  // namespace doggy::testing
