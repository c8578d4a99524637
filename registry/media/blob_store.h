// Where the bytes of media are: finished blobs under keys that the server makes, and a temporary area for uploads on
// their way. Everything blocks; callers offload. blob_store_contract.h is the suite that every adapter passes.
//
// A key is "group/name" and a part's id a name: lower-case letters, digits, '-' and '.', no '.' first. Anything else is
// a bug of the caller and throws std::logic_error: a client's text is never part of one. Thread-safe, but for two calls
// about one part at once.
//
// Errors: kUnavailable when the disk or the service fails; kNotFound where said.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/error.h"

namespace doggy::media {

/// A finished blob that is open for reading. When it is removed or replaced meanwhile, what is read is of the blob that
/// was opened, or an error.
class Blob {
 public:
  virtual ~Blob() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// At most `most` bytes from `at` on; empty at the end.
  [[nodiscard]] virtual Result<std::string> read(std::uint64_t at, std::size_t most) = 0;
};

/// What somebody who follows a link is told of a blob.
struct BlobLink {
  std::string content_type;
  std::string content_disposition;
  std::string cache_control;
  std::chrono::seconds lifetime{};
};

class BlobStore {
 public:
  struct Entry {
    std::string name;
    std::uint64_t size = 0;
    std::int64_t changed_at = 0;  // Unix seconds.
  };

  virtual ~BlobStore() = default;

  /// Makes an empty part; one that is there is emptied.
  [[nodiscard]] virtual Result<void> begin_part(const std::string& id) = 0;
  /// Puts `bytes` at `at`, at most the part's present size; what was there from `at` on is cut off. On the disk when it
  /// returns. Error: kNotFound for an unknown part.
  [[nodiscard]] virtual Result<void> write_part(const std::string& id, std::uint64_t at, std::string_view bytes) = 0;
  /// A file with the part's bytes, brought here if they are elsewhere, to be looked at and changed in place before it
  /// is kept. No piece may be written after. Error: kNotFound.
  [[nodiscard]] virtual Result<std::filesystem::path> part_file(const std::string& id) = 0;
  /// The bytes of the part's file become the blob `key`, on the disk when it returns. The part is there until it is
  /// removed. Error: kNotFound.
  [[nodiscard]] virtual Result<void> keep_part(const std::string& id, const std::string& key) = 0;
  [[nodiscard]] virtual Result<void> remove_part(const std::string& id) = 0;
  [[nodiscard]] virtual Result<std::vector<Entry>> parts() = 0;

  /// Creates or replaces a blob, on the disk when it returns.
  [[nodiscard]] virtual Result<void> put(const std::string& key, std::string_view bytes) = 0;
  /// Error: kNotFound.
  [[nodiscard]] virtual Result<std::unique_ptr<Blob>> open(const std::string& key) = 0;
  /// A URL by which anybody gets the blob for a while, where there is such a thing; whether it is there is not looked
  /// at.
  [[nodiscard]] virtual Result<std::optional<std::string>> link(const std::string& key, const BlobLink& link) = 0;
  /// Removing what is not there is fine.
  [[nodiscard]] virtual Result<void> remove(const std::string& key) = 0;
  [[nodiscard]] virtual Result<std::vector<std::string>> groups() = 0;
  /// The blobs of a group, by their names. None of the lists has what lies there and was not put by a BlobStore.
  [[nodiscard]] virtual Result<std::vector<Entry>> list(const std::string& group) = 0;

  /// Removes what processes left, days ago, that were killed while they wrote: it is in no list.
  [[nodiscard]] virtual Result<void> remove_leftovers() = 0;
};

}  // namespace doggy::media
