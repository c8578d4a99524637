// The blob store in a bucket of S3, which several servers may share: objects blobs/<group>/<name>, and of an upload on
// its way each piece as parts/<id>/<offset>. An upload that is all there is brought together in a file on this machine,
// because programs that look into pictures and films want one; from there a blob goes up in parts if it is large.
#pragma once

#include <filesystem>
#include <memory>

#include "platform/aws/bucket.h"
#include "registry/media/blob_store.h"

namespace doggy::media {

struct S3Options {
  aws::BucketOptions bucket;
  /// On this machine, for files while they are looked at, in a folder for each process. One that a process left there
  /// days ago, because it was killed, is removed.
  std::filesystem::path scratch;
  std::size_t part_bytes = std::size_t{16} << 20U;  // Of a large blob that is put; at least 5 MiB.
  std::size_t ahead_bytes = std::size_t{2} << 20U;  // Read at once of a blob, for who reads it piece by piece.
};

[[nodiscard]] std::unique_ptr<BlobStore> s3_blob_store(S3Options options);

}  // namespace doggy::media
