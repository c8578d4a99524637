// Photos and videos: uploads that can be interrupted and resumed, what becomes of them, and who is shown their bytes.
//
// An upload that is finished is an attachment: a record with the upload's id, whose bytes are the blobs
// dog/attachment.full, .medium and .thumb (a video has the first alone). In the store: DOG#id/UPLOAD#id is an upload;
// quota.h counts.
//
// The last piece of an upload is only taken when everything that follows has succeeded, so that an upload whose end was
// reached is an attachment, and what failed by chance is tried again by sending the last piece again.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/media/blob_store.h"
#include "registry/media/busy.h"
#include "registry/media/processing.h"
#include "registry/media/upload.h"
#include "registry/records/records.h"
#include "registry/store/store.h"

namespace doggy::media {

struct MediaOptions {
  MediaLimits limits;
  Scanner scanner;
  std::chrono::days undo{30};    // For which the bytes of a deleted attachment are kept.
  std::chrono::seconds link{0};  // How long links to blobs are good, where there are any; 0: none are given.
};

/// An attachment's bytes, for whoever may have them.
struct Content {
  std::shared_ptr<Blob> blob;
  std::string media_type;
  std::string etag;
  std::string file_name;  // Ours: "photo-019ab0f0.jpg".
  std::string link;       // Where anybody gets the bytes for a while; empty: nowhere.
};

/// The Content-Disposition to give them with.
[[nodiscard]] std::string disposition_of(const Content& content);

/// What a sweep removed, and what it could not.
struct Swept {
  std::size_t uploads = 0;      // Unfinished ones that have expired.
  std::size_t orphans = 0;      // Blobs that no record tells of.
  std::size_t attachments = 0;  // That were deleted longer ago than can be undone.
  std::size_t rewritten = 0;    // Attachments whose pictures had metadata.
  std::size_t failed = 0;       // Left to the next sweep.
  std::string why;              // The first of these failed.
};

/// Thread-safe. `actor` and `grant` are the caller's for the dog.
class Media {
 public:
  using Clock = std::function<Timestamp()>;
  /// All outlive this. Its threads hand results to the loops of whoever asks, which must run until it is gone.
  Media(store::Store& store, records::Records& records, std::unique_ptr<BlobStore> blobs, MediaOptions options,
        Clock clock);
  ~Media();
  Media(const Media&) = delete;
  Media& operator=(const Media&) = delete;

  /// Errors: kForbidden without the section media; kInvalid, also for a record that the actor may not see; kTooLarge.
  Task<Result<Upload>> begin(std::string dog_id, circle::Actor actor, NewUpload request);

  /// Errors: kNotFound, for an upload of somebody else's too; kGone when it has expired.
  Task<Result<Upload>> find(std::string dog_id, std::string account_id, std::string upload_id);

  /// The upload with `bytes` at `offset`. Errors: as find(); kConflict when `offset` is not where it stands, or another
  /// piece is on its way; kTooLarge; kUnsupportedMediaType, kInvalid and kForbidden, which end the upload;
  /// kUnavailable.
  Task<Result<Upload>> append(std::string dog_id, circle::Actor actor, std::string upload_id, std::uint64_t offset,
                              std::string bytes);

  /// Ends an upload that is not finished, or forgets one that is. Errors: as find().
  Task<Result<void>> abandon(std::string dog_id, std::string account_id, std::string upload_id);

  /// Errors: kNotFound, for what may not be seen too, now, with all that it belongs to; kGone when the bytes have been
  /// removed.
  Task<Result<Content>> open(std::string dog_id, std::string attachment_id, circle::Grant grant, Size size);

  /// The thumbnail of an attachment that is a dog's profile photo, whoever may see the attachment itself. Errors:
  /// kNotFound when it has been deleted, or is no longer for everybody; kGone.
  Task<Result<Content>> profile_photo(std::string dog_id, std::string attachment_id);

  /// Bytes of an open blob, off the loop.
  Task<Result<std::string>> read(std::shared_ptr<Blob> blob, std::uint64_t at, std::size_t most);

  /// What somebody has sent, of all dogs. What is kept of one dog would tell of photos that are hidden from them.
  Task<Result<Usage>> usage(std::string account_id);

  /// Removes what is no longer needed, and writes pictures anew that an earlier version stored with metadata; what
  /// fails does not stop the rest. Takes long where there is much.
  Task<Swept> sweep();

  /// Removes every byte of a dog, and gives back what they took of their senders' quotas. Its records must still be
  /// there, and go with whoever erases it. Error: kUnavailable, also while a piece is on its way; to be done again.
  Task<Result<void>> erase_dog(std::string dog_id);

  [[nodiscard]] const MediaLimits& limits() const { return options_.limits; }

 private:
  Task<Result<Content>> content_of(std::string dog_id, std::string attachment_id, std::string record, Size size);
  Task<Result<Upload>> finish(std::string dog_id, circle::Actor actor, Upload upload, std::uint64_t version);
  Task<Result<void>> end(std::string dog_id, Upload upload, std::uint64_t version);
  Task<Result<void>> sweep_part(BlobStore::Entry part, std::shared_ptr<Swept> swept);
  Task<void> bare_dog(std::string dog_id, std::vector<std::string> ids, std::shared_ptr<Swept> swept);
  Task<void> sweep_dog(std::string dog_id, std::shared_ptr<Swept> swept);
  Task<Result<void>> sweep_attachment(std::string dog_id, std::string id, std::uint64_t bytes, std::int64_t changed_at,
                                      std::shared_ptr<Swept> swept);
  Task<Result<void>> end_uploads(std::string dog_id);
  Task<Result<void>> erase_attachment(std::string dog_id, std::string id, std::uint64_t bytes);
  Task<Result<void>> remove_blobs(std::string dog_id, std::string attachment_id);

  store::Store& store_;
  records::Records& records_;
  const std::unique_ptr<BlobStore> blobs_;
  const MediaOptions options_;
  const Clock clock_;
  BusyUploads busy_;
  // Apart from each other, so that a download waits neither for a slow disk's writes nor for films that are scanned.
  boost::asio::thread_pool readers_;
  boost::asio::thread_pool writers_;  // What is small, changes blobs or lists them.
  boost::asio::thread_pool processors_;
};

}  // namespace doggy::media
