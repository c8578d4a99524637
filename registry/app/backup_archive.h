// A backup as one file: a ZIP of its folder, by libzip, nothing compressed.
#pragma once

#include <filesystem>

#include "platform/error.h"

namespace doggy::app {

/// Whether the name says that a backup is one file: "….zip".
[[nodiscard]] bool is_archive(const std::filesystem::path& path);

/// Writes all files below `folder` into a new file, which is there as a whole or not at all, for its owner alone. It is
/// made in `folder`, which is the owner's alone, is on the same disk and has one more file when this fails. Errors:
/// kConflict when the file is there; kUnavailable.
[[nodiscard]] Result<void> pack_backup(const std::filesystem::path& folder, const std::filesystem::path& file);

/// The reverse, into a new folder. Errors: kNotFound without the file; kUnavailable with the name of what is damaged.
[[nodiscard]] Result<void> unpack_backup(const std::filesystem::path& file, const std::filesystem::path& folder);

}  // namespace doggy::app
