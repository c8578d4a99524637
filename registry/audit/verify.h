// Whether a dog's data is as its log says, and memberships as both sides say: nothing was changed behind the server's
// back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::audit {

struct Verdict {
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::uint64_t erased = 0;           // Entries that a name was erased from, which keep their hash.
  std::vector<std::string> problems;  // At most kMostProblems of them.

  static constexpr std::size_t kMostProblems = 20;
};

/// Checks that the log has no gap, that each entry holds the hash of the one before, that the head is the last, that
/// each record is as its last entry says, and that each membership has its twin.
Task<Result<Verdict>> verify_dog(store::Store& store, std::string dog_id);

/// Whether what an organization, or a person, is told to have and belong to is what the dogs and organizations say: the
/// problems found, at most Verdict::kMostProblems.
Task<Result<std::vector<std::string>>> verify_organization(store::Store& store, std::string organization_id);
Task<Result<std::vector<std::string>>> verify_account(store::Store& store, std::string account_id);

}  // namespace doggy::audit
