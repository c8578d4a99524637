// Organizations: making and ending them, and who belongs to them as what. What their members may do with dogs is the
// circle's matter.
//
// In the store: ORG#id/ORG (its label is the name; its version rises with every change to the organization, so that two
// changes at once cannot leave it without an admin), ORG#id/MEMBER#account (its label is the role) with the twin that
// membership.h describes, ORG#id/INVITE#id, and KEY#ORGINVITE#hash/INVITE, which finds an invitation by the SHA-256 of
// its token. ORG#id/DOG#dog are the circle's twins: the dogs that have granted it a place.
#pragma once

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

using Clock = std::function<Timestamp()>;
/// Called with an account that belongs to other organizations, or as something else, than before: after the commit, on
/// any thread; must be quick and must not throw.
using Observer = std::function<void(const std::string& account_id)>;

/// Thread-safe. What only an admin may is kForbidden for other members; whoever is no member gets kNotFound, as for an
/// organization that is not there.
class Organizations {
 public:
  /// `store` outlives this.
  Organizations(store::Store& store, Clock clock, Observer observer = {});

  static constexpr std::size_t kMostMembers = 200;

  /// Its creator is its first admin. Errors: kInvalid; kConflict when they belong to too many.
  Task<Result<Organization>> create(circle::Person creator, std::string name);
  /// Those the account belongs to, in the order it joined them.
  Task<Result<std::vector<Organization>>> list(std::string account_id);
  /// With the account's role in it.
  Task<Result<Organization>> get(std::string organization_id, std::string account_id);
  Task<Result<Organization>> rename(std::string organization_id, std::string actor_id, std::string name);
  /// Ends it for all its members. Error: kConflict while it has a place with a dog.
  Task<Result<void>> dissolve(std::string organization_id, std::string actor_id);

  /// In the order they joined; for any member.
  Task<Result<std::vector<Member>>> members(std::string organization_id, std::string account_id);
  /// The same for those who have let the organization in. None when it is not there.
  Task<Result<std::vector<Member>>> people(std::string organization_id);
  /// Errors of both: kForbidden; kNotFound; kConflict when no admin would be left. Anybody may remove themselves.
  Task<Result<Member>> change_role(std::string organization_id, std::string actor_id, std::string member_id, Role role);
  Task<Result<void>> remove(std::string organization_id, std::string actor_id, std::string member_id);
  /// Takes out somebody whose account is gone, whoever depends on them. After the last admin, the one of the others who
  /// may do most, and among those has been there longest, becomes one; with nobody else it ends, or stays behind empty
  /// while it has dogs. Errors: kNotFound; kConflict, to be tried again.
  Task<Result<void>> remove_for_good(std::string organization_id, std::string member_id);

  /// An admin invites; the answer's token is told once. Error: kInvalid.
  Task<Result<Invitation>> invite(std::string organization_id, circle::Person actor, NewInvitation request);
  /// Those that can still be accepted.
  Task<Result<std::vector<Invitation>>> open_invitations(std::string organization_id, std::string actor_id);
  Task<Result<void>> revoke_invitation(std::string organization_id, std::string actor_id, std::string invitation_id);

  /// Errors of both: kNotFound for an unknown token; kGone when it was used, revoked, has expired, or its maker is no
  /// admin any more. Of accept: kConflict for a member, and when there is no room.
  Task<Result<InvitationPreview>> preview(std::string token);
  Task<Result<Joined>> accept(std::string token, circle::Person person);

 private:
  store::Store& store_;
  const Clock clock_;
  const Observer observer_;
};

}  // namespace doggy::organizations
