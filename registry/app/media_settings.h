// From the settings to what registry/media is told.
#pragma once

#include <algorithm>
#include <filesystem>

#include "registry/app/settings.h"
#include "registry/media/media.h"

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
          .undo = std::chrono::days(settings.media_undo_days)};
}

}  // namespace doggy::app
