// One bucket of S3: objects by key, whole, in ranges or in parts, and links to them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/aws/credentials.h"
#include "platform/aws/retry.h"
#include "platform/error.h"

namespace doggy::aws {

struct BucketOptions {
  std::string name;
  std::string region = "us-east-1";
  /// For another S3 than AWS' own, "http://127.0.0.1:9000": the bucket is then named in the path. Empty: in the host.
  std::string endpoint = {};
  /// Objects are encrypted at rest: by this key of KMS, or without one by a key of S3's own.
  std::string kms_key = {};
  std::chrono::milliseconds timeout = std::chrono::seconds(60);  // Of one try.
  RetryOptions retry;
  Environment environment = process_environment;  // Where the credentials' chain looks.
  std::function<Timestamp()> clock = Timestamp::now;
};

struct Object {
  std::string key;
  std::uint64_t size = 0;
  std::int64_t changed_at = 0;  // Unix seconds.
  std::string etag = {};        // With its quotes; of head() alone.
};

/// What somebody who follows a link is told of the object.
struct LinkOptions {
  std::string content_type;
  std::string content_disposition;
  std::string cache_control;
  std::chrono::seconds lifetime{60};
};

/// "https://name.s3.region.amazonaws.com" or the endpoint: what links begin with.
[[nodiscard]] std::string bucket_origin(const BucketOptions& options);

/// Thread-safe. Every call is tried again where that may help. Errors: kNotFound for an object
/// that is not there, kForbidden, kUnavailable (a bucket that is not there, too, but for head()); others as said.
class Bucket {
 public:
  /// Has HTTP connections and credentials of its own.
  explicit Bucket(BucketOptions options);
  /// Ends what is under way with kUnavailable. The executors of whoever still waits must be alive.
  ~Bucket();
  Bucket(const Bucket&) = delete;
  Bucket& operator=(const Bucket&) = delete;

  /// Creates or replaces: at most 5 GB, all in memory.
  Task<Result<void>> put(std::string key, std::string bytes);
  Task<Result<Object>> head(std::string key);
  /// At most `most` bytes (1 or more) from `at` on; empty at the end. With an etag, kConflict when the object is
  /// another one by now.
  Task<Result<std::string>> get(std::string key, std::uint64_t at, std::uint64_t most, std::string etag = {});
  /// Removing what is not there is fine.
  Task<Result<void>> remove(std::string key);
  /// All objects whose keys begin so, in their order.
  Task<Result<std::vector<Object>>> list(std::string prefix);
  /// What stands between `prefix` and the next "/" in keys that begin so.
  Task<Result<std::vector<std::string>>> folders(std::string prefix);

  /// A large object in parts: each but the last has at least 5 MiB, numbered from 1. It is there when it is finished;
  /// one that is neither finished nor aborted costs money.
  Task<Result<std::string>> begin_parts(std::string key);
  /// What finish_parts() wants to know of it.
  Task<Result<std::string>> put_part(std::string key, std::string upload, unsigned number, std::string bytes);
  Task<Result<void>> finish_parts(std::string key, std::string upload, std::vector<std::string> etags);
  Task<Result<void>> abort_parts(std::string key, std::string upload);

  /// A URL by which anybody gets the object until its lifetime is over. Whether it is there is not looked at.
  Task<Result<std::string>> link(std::string key, LinkOptions options);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace doggy::aws
