// Uploads in the store: DOG#id/UPLOAD#id.
#pragma once

#include <cstdint>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/media/upload.h"
#include "registry/store/store.h"

namespace doggy::media {

/// How long blobs without a record may be those of an upload: longer than one can take.
inline constexpr std::int64_t kOrphanMs = std::int64_t{48} * 60 * 60 * 1000;

struct StoredUpload {
  Upload upload;
  std::uint64_t version = 0;
};

[[nodiscard]] store::Key upload_key(const std::string& dog_id, const std::string& upload_id);

/// Puts it in the place of the one with `version`; 0: there is none. A finished one goes by itself when it expires; one
/// that is not holds quota, which is given back first.
[[nodiscard]] store::Write upload_write(const std::string& dog_id, const Upload& upload, std::uint64_t version);

/// Errors: kNotFound, also for that of another account; kGone when it has expired at `now`.
Task<Result<StoredUpload>> load_upload(store::Store& store, std::string dog_id, std::string account_id,
                                       std::string upload_id, Timestamp now);

}  // namespace doggy::media
