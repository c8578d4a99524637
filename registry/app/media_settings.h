// From the settings to what registry/media is told.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "registry/app/aws_region.h"
#include "registry/app/settings.h"
#include "registry/media/folder_blob_store.h"
#include "registry/media/media.h"
#include "registry/media/s3_blob_store.h"

namespace doggy::app {

[[nodiscard]] inline std::filesystem::path media_folder(const Settings& settings) {
  if (!settings.media_folder.empty()) return settings.media_folder;
  return std::filesystem::path(settings.data) / "media";
}

[[nodiscard]] inline media::MediaOptions media_options(const Settings& settings) {
  constexpr std::uint64_t kMegabyte = 1'000'000;
  return {.limits = {.picture_bytes = settings.media_picture_mb * kMegabyte,
                     .video_bytes = settings.media_video_mb * kMegabyte,
                     .dog_bytes = settings.media_dog_mb * kMegabyte,
                     .account_bytes = settings.media_account_mb * kMegabyte},
          .scanner = {.program = settings.media_scanner,
                      .timeout = std::chrono::seconds(std::max(settings.media_scan_seconds, 1U))},
          .undo = std::chrono::days(settings.media_undo_days),
          .link = std::chrono::seconds(settings.media_link_seconds)};
}

[[nodiscard]] inline aws::BucketOptions bucket_options(const Settings& settings) {
  return {.name = settings.s3_bucket,
          .region = region_of(settings.aws_region),
          .endpoint = settings.s3_endpoint,
          .kms_key = settings.s3_kms_key};
}

/// Errors: kInvalid for a setting that is wrong.
[[nodiscard]] inline Result<std::unique_ptr<media::BlobStore>> open_media_store(const Settings& settings) {
  if (settings.media_store == "folder") return media::folder_blob_store(media_folder(settings));
  if (settings.media_store != "s3") return fail_field("media-store", "enum", "media-store is folder or s3.");
  if (settings.s3_bucket.empty())
    return fail_field("s3-bucket", "required", "With media-store s3, say in which bucket.");
  if (!settings.s3_endpoint.empty() && settings.s3_endpoint.find("://") == std::string::npos)
    return fail_field("s3-endpoint", "format", "s3-endpoint is a URL such as https://s3.example.org.");
  constexpr unsigned kLongestLink = 3600;
  if (settings.media_link_seconds > kLongestLink)
    return fail_field("media-link-seconds", "maximum", "A link is good for an hour at most.");
  return media::s3_blob_store({.bucket = bucket_options(settings), .scratch = media_folder(settings) / "scratch"});
}

/// The origin that browsers are sent to for photos and videos; empty: none but ours.
[[nodiscard]] inline std::string media_origin(const Settings& settings) {
  if (settings.media_store != "s3" || settings.media_link_seconds == 0) return {};
  return aws::bucket_origin(bucket_options(settings));
}

}  // namespace doggy::app
