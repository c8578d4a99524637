// What a file is by its first bytes. What a client says of it, and its name, count for nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace doggy::media {

enum class MediaType : std::uint8_t { kJpeg, kPng, kWebp, kGif, kHeic, kMp4, kQuickTime, kWebm };

/// How many first bytes decide.
inline constexpr std::size_t kSniffed = 16;

/// Nothing for what is none of these, or too short.
[[nodiscard]] std::optional<MediaType> sniff(std::string_view first_bytes);

[[nodiscard]] bool is_picture(MediaType type);

/// "image/jpeg", …
[[nodiscard]] std::string_view name_of(MediaType type);

}  // namespace doggy::media
