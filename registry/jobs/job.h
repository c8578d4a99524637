// What is to be done later, or again until it succeeds: a job of a kind, with a payload, due at some time.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"

namespace doggy::jobs {

using Clock = std::function<Timestamp()>;

struct NewJob {
  std::string kind;
  boost::json::object payload;  // At most 100,000 bytes of JSON.
  Timestamp due;
  /// Jobs with the same id and due time are one, unless it is running already. Empty: a new id. At most 200 bytes.
  std::string id = {};
  /// When it is no longer worth doing: it then counts as dead instead of being tried again.
  std::optional<Timestamp> useless_after = {};
  /// Whether the payload holds something that must not be kept: a dead letter is then kept without it.
  bool secret = false;
};

/// One attempt at a job.
struct Job {
  std::string kind;
  boost::json::object payload;
  std::string id;  // The same in every attempt.
  unsigned attempt = 1;
};

/// Does a job. Jobs run at least once: a process that dies after the work and before it could say so leaves the job to
/// be done again, so a handler must be idempotent. Success ends the job. kUnavailable, kThrottled (after retry_after,
/// if it is set) and kConflict are tried again, as is an exception, which is a bug and logged; any other error makes it
/// a dead letter at once. A handler that needs longer than its kind's lease enqueues the rest as another job.
using Handler = std::function<Task<Result<void>>(Job)>;

/// How hard jobs of a kind are tried. Between attempts lies a random time of up to first_delay, doubled each time, at
/// most longest_delay ("full jitter": what failed together does not come back together).
struct Effort {
  unsigned attempts = 12;
  std::chrono::seconds first_delay = std::chrono::seconds(5);
  std::chrono::seconds longest_delay = std::chrono::hours(1);
  /// How long one attempt may take: after that, another process believes that this one has died.
  std::chrono::seconds lease = std::chrono::minutes(5);
  /// Most of the kind at once in this process, so that a slow kind leaves room for the others.
  unsigned at_once = 4;
};

}  // namespace doggy::jobs
