// What the tus protocol (resumable uploads, tus.io, 1.0) says in header fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/http/message.h"
#include "registry/media/upload.h"

namespace doggy::api {

inline constexpr std::string_view kTusVersion = "1.0.0";
inline constexpr std::string_view kTusExtensions = "creation,expiration,termination,checksum";
inline constexpr std::string_view kTusChecksums = "sha256";

/// Upload-Length and Upload-Metadata: pairs of a name and a value in Base64. The names are those of NewUpload, with
/// `filetype` for mediaType as clients have it, and audience as roles with commas; others count for nothing. Error:
/// kInvalid.
[[nodiscard]] Result<media::NewUpload> read_creation(const http::Headers& headers);

/// Upload-Offset. Error: kInvalid.
[[nodiscard]] Result<std::uint64_t> read_offset(const http::Headers& headers);

/// Whether the body is as Upload-Checksum says; true without one. Error: kInvalid for one that cannot be read, or that
/// is of another algorithm.
[[nodiscard]] Result<bool> matches_checksum(const http::Headers& headers, std::string_view body);

}  // namespace doggy::api
