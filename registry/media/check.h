// Whether the blobs of a dog are as its records say.
#pragma once

#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/media/blob_store.h"
#include "registry/store/store.h"

namespace doggy::media {

/// In words.
struct MediaFindings {
  /// Attachments without their bytes, or with others than their record says, and blobs that no record and no upload
  /// tells of.
  std::vector<std::string> problems;
  /// What an upload or the removal of metadata that was interrupted left, as when a server is killed. The server
  /// finishes or removes it by itself.
  std::vector<std::string> leftovers;
};

/// Reads the bytes, and blocks. Nothing is written.
Task<Result<MediaFindings>> check_media(store::Store& store, BlobStore& blobs, std::string dog_id, Timestamp now);

}  // namespace doggy::media
