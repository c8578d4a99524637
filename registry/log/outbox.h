// The job that a change leaves in its own transaction when it may have consequences: somebody reads those entries
// later.
#pragma once

#include <cstdint>
#include <string>

#include "platform/time/timestamp.h"
#include "registry/store/store.h"

namespace doggy::log {

inline constexpr const char* kEntriesJob = "log-entries";

/// Entries of a dog's log. `imported`: they are history that was brought from elsewhere.
struct Entries {
  std::string dog_id;
  std::uint64_t from = 0;
  std::uint64_t to = 0;  // Inclusive.
  bool imported = false;
};

/// Enqueues the job; its payload is {dogId, from, to, imported}.
[[nodiscard]] store::Write enqueue(const Entries& entries, const Timestamp& now);

}  // namespace doggy::log
