#include "registry/circle/granted_operation.h"

#include <set>

#include "platform/try.h"
#include "registry/store/checks.h"

namespace doggy::circle {

void check_unchanged(const Grant& grant, std::vector<log::Change>& changes) {
  if (changes.empty()) return;
  // What the operation writes itself has a condition of its own.
  std::set<store::Key> written;
  for (const log::Change& change : changes)
    for (const store::Write& write : change.writes) written.insert(store::key_of(write));
  for (store::Write& check : unchanged(grant))
    if (!written.contains(store::key_of(check))) changes.front().writes.push_back(std::move(check));
}

Task<Result<std::vector<log::Change>>> GrantedOperation::decide(std::uint64_t first_seq) {
  if (std::exchange(decided_, true)) {
    CO_TRY(Grant now, co_await read_grant(store_, dog_id_, grant().account_id, now_));
    now.seen_as = grant().seen_as;
    grant() = std::move(now);
  }
  CO_TRY(std::vector<log::Change> changes, co_await change(first_seq));
  check_unchanged(grant(), changes);
  co_return changes;
}

}  // namespace doggy::circle
