// What an account holds for dogs now, from what is stored: its own place, and one for each organization it belongs to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"
#include "registry/store/store.h"

namespace doggy::circle {

/// A dog that an account has a place with.
struct Membership {
  std::string dog_id;
  Grant grant;
  std::uint64_t version;  // Changes whenever the grant does.
};

/// A part of an account's dogs, in order of id.
struct Memberships {
  std::vector<Membership> items;
  std::string next;  // To ask for more; empty at the end.
};

/// Error: kNotFound, alike for an unknown dog and one that the account has no place with. One round of reading for
/// those who belong to no organization, two for others.
Task<Result<Grant>> read_grant(store::Store& store, std::string dog_id, std::string account_id, Timestamp now);

/// Fail the transaction that they are part of when the grant that read_grant() found has changed since.
[[nodiscard]] std::vector<store::Write> unchanged(const Grant& grant);

/// Those after `after`, at most `limit`; fewer do not mean the end, for expired places count towards the limit.
Task<Result<Memberships>> read_dogs(store::Store& store, std::string account_id, std::string after, std::size_t limit,
                                    Timestamp now);

/// An organization's dogs, likewise, as a member of it who is `role` there sees them by that alone.
Task<Result<Memberships>> read_dogs_of_organization(store::Store& store, OrganizationName organization,
                                                    std::string account_id, OrganizationRole role, std::string after,
                                                    std::size_t limit, Timestamp now);

}  // namespace doggy::circle
