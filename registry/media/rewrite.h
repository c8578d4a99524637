// Pictures that were stored with metadata, by versions before that knew of less to remove: written anew without it, the
// pixels as they are, once for each dog (DOG#id/MEDIAFORM says which form its pictures have).
//
// Of each picture come, in this order: what is given back to the quotas, with the item that says what the server says
// of the file from now on (records/correct_upload.h); the record's revision that says it; the smaller sizes; the full
// one. Each step may be done twice, and as the full size goes last, what was interrupted is found again.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/media/blob_store.h"
#include "registry/media/upload.h"
#include "registry/records/records.h"
#include "registry/store/store.h"

namespace doggy::media {

/// All outlive what is called with it.
struct Rewriting {
  store::Store& store;
  records::Records& records;
  BlobStore& blobs;
  boost::asio::thread_pool& workers;
  MediaLimits limits;
};

/// Whether all of the dog's pictures are known to be bare.
Task<Result<bool>> are_bare(store::Store& store, std::string dog_id);

/// Writes the pictures of an attachment anew, if they have metadata; whether they had. Nothing to do for videos, and
/// for blobs that no attachment tells of. Errors: kUnavailable; kInvalid for a picture that cannot be read, which
/// stays.
Task<Result<bool>> rewrite_attachment(Rewriting rewriting, std::string dog_id, std::string id);

/// All of the dog's pictures are bare now. Does nothing for a dog that is not there, or is written to in this moment.
Task<Result<void>> note_bare(store::Store& store, std::string dog_id);

}  // namespace doggy::media
