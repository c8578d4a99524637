// How an organization lies in the store, and the one way it is changed. Private to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/organizations/membership.h"
#include "registry/organizations/organization.h"
#include "registry/store/store.h"

namespace doggy::organizations {

struct StoredMember {
  Member member;
  std::uint64_t version = 0;
};

/// An organization, and the account that is to be changed, as they are at one moment.
struct Snapshot {
  Organization organization;
  std::uint64_t version = 0;
  std::vector<StoredMember> members;
  std::optional<store::Item> memberships;  // At memberships_key of the account.

  /// Null when the account does not belong to it.
  [[nodiscard]] const StoredMember* find(const std::string& account_id) const;
  [[nodiscard]] bool is_last_admin(const Member& member) const;
};

[[nodiscard]] store::Key member_key(const std::string& organization_id, const std::string& account_id);

/// The organization's item.
[[nodiscard]] store::Write organization_put(const Organization& organization, std::uint64_t version,
                                            store::Condition condition);
/// `member` in the organization, as both partitions tell it.
[[nodiscard]] std::vector<store::Write> member_writes(const Snapshot& snapshot, const Member& member);
[[nodiscard]] std::vector<store::Write> member_removal(const Snapshot& snapshot, const StoredMember& stored);

/// Reads the organization and `account_id`, asks `decide` what to write, and commits that together with the
/// organization's next version, unless they write the organization themselves; again when somebody was quicker.
/// `decide` waits for nothing, and no writes are a success. Errors: kNotFound for an organization that is not there;
/// what `decide` says; kUnavailable.
using Decide = std::function<Result<std::vector<store::Write>>(const Snapshot&)>;
Task<Result<void>> change(store::Store& store, std::string organization_id, std::string account_id, Decide decide);

Task<Result<std::vector<StoredMember>>> stored_members(store::Store& store, std::string organization_id);

/// For one of its members to look at. Error: kNotFound, also for an account that does not belong to it.
Task<Result<Snapshot>> read_snapshot(store::Store& store, std::string organization_id, std::string account_id);

/// Errors: kNotFound for somebody who does not belong to it; kForbidden for one who is no admin.
[[nodiscard]] Result<void> check_admin(const Snapshot& snapshot, const std::string& actor_id);
[[nodiscard]] std::unexpected<Error> no_organization();

}  // namespace doggy::organizations
