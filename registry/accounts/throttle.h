// Slows down guessing: counts attempts under a name in the store, so that several replicas share the count.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// At most `attempts` in a window of `seconds` that begins with the first.
struct Allowance {
  std::uint32_t attempts;
  std::int64_t seconds;
};

/// Attempts counted under a name, which is hashed before it is stored.
struct Counter {
  std::string name;
  Allowance allowance;
};

/// Counts one more attempt under each name, or under none. Error: kThrottled with the seconds left once an allowance is
/// used up, which costs no write; kUnavailable. Attempts in parallel are each counted.
Task<Result<void>> count_attempt(store::Store& store, std::vector<Counter> counters, Timestamp now);
Task<Result<void>> count_attempt(store::Store& store, std::string name, Allowance allowance, Timestamp now);

/// Forgets the attempts under `name`.
Task<Result<void>> forget_attempts(store::Store& store, std::string name);
/// The write that does so, for a transaction.
[[nodiscard]] store::Write forgotten_attempts(const std::string& name);

}  // namespace doggy::accounts
