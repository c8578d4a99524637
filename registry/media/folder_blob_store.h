// The blob store in a folder: blobs/<group>/<name> and parts/<id>, readable by the server's user alone.
#pragma once

#include <filesystem>
#include <memory>

#include "registry/media/blob_store.h"

namespace doggy::media {

/// Makes the folder when something is first written.
[[nodiscard]] std::unique_ptr<BlobStore> folder_blob_store(const std::filesystem::path& folder);

}  // namespace doggy::media
