// Videos: their container is checked, what tells where they were taken is blanked in place, and the rest is kept as it
// is. Nothing is decoded.
#pragma once

#include <cstdint>
#include <optional>

#include "platform/error.h"
#include "registry/media/bytes.h"

namespace doggy::media {

struct VideoFacts {
  std::optional<std::uint32_t> width;  // As it is shown, after rotation.
  std::optional<std::uint32_t> height;
  std::optional<double> duration_seconds;
};

/// MP4 and QuickTime (ISO/IEC 14496-12). Blanks what may hold a place, a device or a person: the boxes udta, meta and
/// uuid wherever they stand, and every track that is neither picture, sound, text nor time code, with its samples (such
/// as the GPS track of an action camera). Error: kInvalid for a file without a movie box, whose boxes do not fit into
/// each other, or whose unwanted samples cannot be found (rule metadataTrack), as in a film in fragments.
[[nodiscard]] Result<VideoFacts> clean_mp4(Bytes& bytes);

/// WebM (RFC 9559). Blanks tags and attached files. Error: kInvalid for what is no WebM, or does not fit.
[[nodiscard]] Result<VideoFacts> clean_webm(Bytes& bytes);

}  // namespace doggy::media
