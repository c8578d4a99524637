// An encoded picture without anything but what is needed to show it. Whatever an encoder writes beside the pixels
// (EXIF, XMP, IPTC, comments, color profiles) may say where a picture was taken, by whom, and with what.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doggy::media {

/// The same JPEG or WebP with only the segments or chunks that decoding needs, and nothing behind its end; the pixels
/// are the same. Only what is known to be needed is kept, so that a kind of metadata nobody thought of goes too. A
/// picture that has nothing else comes back as it is. Nothing for what is no complete JPEG or WebP of one frame.
[[nodiscard]] std::optional<std::string> bare_picture(std::string_view encoded);

}  // namespace doggy::media
