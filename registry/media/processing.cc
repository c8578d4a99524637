#include "registry/media/processing.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/id/hasher.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/media/buffered_bytes.h"
#include "registry/media/file.h"
#include "registry/media/media_type.h"
#include "registry/media/picture.h"
#include "registry/media/quota.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

constexpr std::size_t kPiece = 1U << 20U;

std::unexpected<Error> unsupported() {
  return fail(Code::kUnsupportedMediaType,
              "This is no photo or video that can be kept: JPEG, PNG, WebP, GIF, HEIC, MP4, QuickTime and WebM can.");
}

Result<Processed> keep_picture(BlobStore& blobs, const std::string& dog_id, const std::string& id, MediaType type,
                               const std::filesystem::path& file) {
  TRY(auto picture, render_picture(file, type));
  Processed processed;
  for (auto [size, bytes] : {std::pair(Size::kFull, &picture.full), std::pair(Size::kMedium, &picture.medium),
                             std::pair(Size::kThumb, &picture.thumb)}) {
    CHECK_OK(blobs.put(blob_key(dog_id, id, size), *bytes));
    processed.stored += bytes->size();
  }
  processed.said = {{"mediaType", picture.media_type},
                    {"size", picture.full.size()},
                    {"width", picture.width},
                    {"height", picture.height},
                    {"sha256", sha256_hex(picture.full)}};
  return processed;
}

Result<Processed> keep_video(BlobStore& blobs, const std::string& dog_id, const std::string& id, MediaType type,
                             FileBytes& bytes) {
  BufferedBytes buffered(bytes);
  TRY(auto facts, type == MediaType::kWebm ? clean_webm(buffered) : clean_mp4(buffered));
  const std::string key = blob_key(dog_id, id, Size::kFull);
  CHECK_OK(blobs.keep_part(part_id(dog_id, id), key));
  TRY(auto blob, blobs.open(key));
  TRY(auto hash, sha256_of(*blob));
  Processed processed{.said = {{"mediaType", name_of(type)}, {"size", bytes.size()}}, .stored = bytes.size()};
  if (facts.width) processed.said["width"] = *facts.width;
  if (facts.height) processed.said["height"] = *facts.height;
  if (facts.duration_seconds) processed.said["durationSeconds"] = *facts.duration_seconds;
  processed.said["sha256"] = hash;
  return processed;
}

}  // namespace

std::string blob_key(const std::string& dog_id, const std::string& attachment_id, Size size) {
  return fmt::format("{}/{}.{}", dog_id, attachment_id, codec::enum_name(size));
}

std::string part_id(const std::string& dog_id, const std::string& upload_id) {
  return dog_id + "." + upload_id;
}

Result<std::string> sha256_of(Blob& blob) {
  Sha256Hasher hasher;
  for (std::uint64_t at = 0; at < blob.size();) {
    TRY(auto piece, blob.read(at, kPiece));
    if (piece.empty()) return fail(Code::kUnavailable, "A file is shorter than it was.");
    hasher.add(piece);
    at += piece.size();
  }
  return hasher.finish_hex();
}

Result<void> check_beginning(std::string_view first_bytes, std::uint64_t length, const MediaLimits& limits) {
  const auto type = sniff(first_bytes);
  if (!type) return unsupported();
  const bool picture = is_picture(*type);
  const std::uint64_t limit = picture ? limits.picture_bytes : limits.video_bytes;
  if (length <= limit) return {};
  return fail(Code::kTooLarge, fmt::format("A {} may have {}; this one has {}.", picture ? "picture" : "video",
                                           in_words(limit), in_words(length)));
}

Result<Processed> process(BlobStore& blobs, const Scanner& scanner, const std::string& dog_id,
                          const std::string& upload_id, std::uint64_t length) {
  TRY(auto path, blobs.part_file(part_id(dog_id, upload_id)));
  CHECK_OK(scan(scanner, path));
  FileBytes bytes(File(path, O_RDWR), length);
  std::string first(static_cast<std::size_t>(std::min<std::uint64_t>(kSniffed, length)), '\0');
  if (!bytes.read(0, first)) return fail(Code::kUnavailable, "The file cannot be read.");
  const auto type = sniff(first);
  if (!type) return unsupported();
  return is_picture(*type) ? keep_picture(blobs, dog_id, upload_id, *type, path)
                           : keep_video(blobs, dog_id, upload_id, *type, bytes);
}

}  // namespace doggy::media
