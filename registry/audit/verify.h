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
  std::vector<std::string> problems;  // At most kMostProblems of them, and a line that says how many more.

  static constexpr std::size_t kMostProblems = 20;
};

/// Checks that the log has no gap, that each entry holds the hash of the one before, that the head is the last, that
/// each record is as its last entry says and listed under its time, type and label, and that each membership has its
/// twin.
Task<Result<Verdict>> verify_dog(store::Store& store, std::string dog_id);

/// Whether what an organization, or a person, is told to have and belong to is what the dogs and organizations say: the
/// problems found, at most Verdict::kMostProblems.
Task<Result<std::vector<std::string>>> verify_organization(store::Store& store, std::string organization_id);
Task<Result<std::vector<std::string>>> verify_account(store::Store& store, std::string account_id);

/// Whether an item KEY#… leads to what it says: the problem, or an empty text. `now` in Unix seconds.
Task<Result<std::string>> verify_key(store::Store& store, store::Item item, std::int64_t now);
/// The reverse: whether what an account has is found by them.
Task<Result<std::vector<std::string>>> verify_found(store::Store& store, std::string account_id, std::int64_t now);

}  // namespace doggy::audit
