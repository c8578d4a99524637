// Slows down guessing: counts attempts under a name in the store, so that several replicas share the count.
#pragma once

#include <cstdint>
#include <string>

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

/// Counts one more attempt under `name` (hashed before it is stored). Error: kThrottled with the seconds left once the
/// allowance is used up; kUnavailable. Attempts in parallel are each counted.
Task<Result<void>> count_attempt(store::Store& store, std::string name, Allowance allowance, Timestamp now);

/// Forgets the attempts under `name`.
Task<Result<void>> forget_attempts(store::Store& store, std::string name);

}  // namespace doggy::accounts
