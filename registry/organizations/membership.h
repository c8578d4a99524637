// Which organizations somebody belongs to, and as what: all of them in one small item of the account, so that a request
// finds them together with the account's own place with a dog.
//
// In the store: ACCOUNT#account/ORGS. Its twins are the members' items in the partitions of the organizations.
// ACCOUNT#account/WASORG#organization is there for each that they have left: what they wrote for it is still found.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/policy.h"
#include "registry/store/store.h"

namespace doggy::organizations {

struct Membership {
  std::string organization_id;
  circle::OrganizationRole role = circle::OrganizationRole::kWalker;
};

/// How many organizations one account may belong to.
inline constexpr std::size_t kMostMemberships = 50;

[[nodiscard]] std::string partition_of(const std::string& organization_id);  // "ORG#id"
[[nodiscard]] store::Key organization_key(const std::string& organization_id);
[[nodiscard]] store::Key memberships_key(const std::string& account_id);
inline constexpr std::string_view kFormer = "WASORG#";

/// Of what is at memberships_key.
[[nodiscard]] std::vector<Membership> memberships_in(const std::optional<store::Item>& item);
/// Their label, as memberships_in reads it.
[[nodiscard]] std::string memberships_label(const std::vector<Membership>& memberships);
/// How a label tells a role.
[[nodiscard]] char letter_of(circle::OrganizationRole role);
/// What the account is in that organization; nothing when it does not belong to it.
[[nodiscard]] std::optional<circle::OrganizationRole> role_in(const std::vector<Membership>& memberships,
                                                              const std::string& organization_id);

/// The account's, in the order they were joined. Error: kUnavailable.
Task<Result<std::vector<Membership>>> memberships_of(store::Store& store, std::string account_id);

/// An organization as it is now, for somebody who does something for it.
struct Standing {
  circle::OrganizationName name;
  circle::OrganizationRole role = circle::OrganizationRole::kWalker;
  store::Item item;
  /// Fails the transaction that it is part of when anything about the organization (its name, members, their roles)
  /// has changed meanwhile; and makes such a change that is under way look again.
  [[nodiscard]] store::Write unchanged() const;
};
/// Error: kNotFound, alike for an unknown organization and one that the account does not belong to.
Task<Result<Standing>> standing_in(store::Store& store, std::string organization_id, std::string account_id);

}  // namespace doggy::organizations
