// What becomes of an upload that is all there: scanned, its type found out, cleaned, and kept as blobs.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "platform/error.h"
#include "registry/media/blob_store.h"
#include "registry/media/scan.h"
#include "registry/media/upload.h"

namespace doggy::media {

enum class Size : std::uint8_t { kThumb, kMedium, kFull };
BOOST_DESCRIBE_ENUM(Size, kThumb, kMedium, kFull)

/// Where an attachment's bytes are: "dog/attachment.full". Both ids are ours.
[[nodiscard]] std::string blob_key(const std::string& dog_id, const std::string& attachment_id, Size size);
[[nodiscard]] std::string part_id(const std::string& dog_id, const std::string& upload_id);

struct Processed {
  boost::json::object said;  // The fields of the record that the server says.
  std::uint64_t stored = 0;  // Bytes of all sizes.
};

/// In hex. Blocks. Error: kUnavailable.
[[nodiscard]] Result<std::string> sha256_of(Blob& blob);

/// Whether a file that begins so may be uploaded at all. Errors: kUnsupportedMediaType; kTooLarge.
[[nodiscard]] Result<void> check_beginning(std::string_view first_bytes, std::uint64_t length,
                                           const MediaLimits& limits);

/// Blocks, a second or so. Errors: as render_picture(), clean_mp4(), clean_webm(), scan() and the blob store.
[[nodiscard]] Result<Processed> process(BlobStore& blobs, const Scanner& scanner, const std::string& dog_id,
                                        const std::string& upload_id, std::uint64_t length);

}  // namespace doggy::media
