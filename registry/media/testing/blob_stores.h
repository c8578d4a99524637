// For tests: blob stores of both kinds, each with a place of its own that goes with it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "platform/async/run_task.h"
#include "platform/http/client.h"
#include "platform/id/uuid.h"
#include "platform/program/testing/script_server.h"
#include "registry/media/folder_blob_store.h"
#include "registry/media/s3_blob_store.h"

namespace doggy::media {

struct BlobsInFolder {
  ~BlobsInFolder() { std::filesystem::remove_all(folder); }
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("doggy-blobs-" + Uuid::v7().text());
  const std::unique_ptr<BlobStore> blobs = folder_blob_store(folder);
};

inline const std::string& s3_url() {
  static const program::ScriptServer server(DOGGY_TEST_S3);
  return server.url();
}

// A bucket of its own for each test.
struct BlobsInBucket {
  explicit BlobsInBucket(std::string at = s3_url()) : endpoint(std::move(at)) {}
  ~BlobsInBucket() { std::filesystem::remove_all(scratch); }

  [[nodiscard]] S3Options options() const {
    return {.bucket = {.name = bucket,
                       .endpoint = endpoint,
                       .retry = {.attempts = 2, .longest = std::chrono::milliseconds(1)},
                       .environment = [](const char* name) { return "test" + std::string(name); }},
            .scratch = scratch,
            .part_bytes = std::size_t{5} << 20U,
            .ahead_bytes = 1'000'000};
  }
  void make_bucket() const {
    http::Client client;
    // moto looks at no signature, but for the region of the credentials in it.
    static_cast<void>(run_task(client.send({.method = http::Method::kPut, .url = endpoint + "/" + bucket})).value());
  }

  const std::string endpoint;
  const std::string bucket = "media-" + Uuid::v7().text();
  const std::filesystem::path scratch = std::filesystem::temp_directory_path() / ("doggy-scratch-" + Uuid::v7().text());
};

struct MadeBucket : BlobsInBucket {
  MadeBucket() { make_bucket(); }
  const std::unique_ptr<BlobStore> blobs = s3_blob_store(options());
};

/// The blob store of a `Place`, which lives as long as it.
template <class Place>
std::shared_ptr<BlobStore> blobs_in() {
  auto both = std::make_shared<Place>();
  return std::shared_ptr<BlobStore>(both, both->blobs.get());
}

}  // namespace doggy::media
