// Whether the blobs of a dog are as its records say.
#pragma once

#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/media/blob_store.h"
#include "registry/store/store.h"

namespace doggy::media {

/// What is wrong, in words: attachments without their bytes, or with others than their record says, and blobs that no
/// record tells of. Reads the bytes, and blocks.
Task<Result<std::vector<std::string>>> check_media(store::Store& store, BlobStore& blobs, std::string dog_id);

}  // namespace doggy::media
