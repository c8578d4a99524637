// The care circle of a dog: who is in it, and how people come in and leave. policy.h decides; this keeps.
//
// A member is a person or an organization, whose members then act in its place (organizations/). In the store:
// DOG#id/MEMBER#member and its twin ACCOUNT#account/DOG#id or ORG#organization/DOG#id (written together, so no global
// index is needed), ACCOUNT#account/WAS#id where somebody was until they left, DOG#id/INVITE#id, and
// KEY#INVITE#hash/INVITE, which finds an invitation by the SHA-256 of its token.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/author.h"
#include "registry/circle/grants.h"
#include "registry/circle/member.h"
#include "registry/circle/policy.h"
#include "registry/log/dog_log.h"
#include "registry/store/store.h"

namespace doggy::circle {

using Clock = std::function<Timestamp()>;

/// The job that erases a dog which was deleted.
inline constexpr std::string_view kEraseDog = "erase-dog";

/// The writes that put `member` into the circle of `dog_id`, with `version` for both items.
[[nodiscard]] std::vector<store::Write> member_writes(const std::string& dog_id, const Member& member,
                                                      std::uint64_t version, store::Condition condition);

/// Thread-safe. Every operation on a dog that the caller has no place with is kNotFound before it comes here.
class Circle {
 public:
  /// `store` and `log` outlive this.
  Circle(store::Store& store, log::DogLog& log, Clock clock);

  /// What the account holds for the dog now. Error: kNotFound, alike for an unknown dog and one of others.
  Task<Result<Grant>> grant_of(std::string dog_id, std::string account_id);

  /// The account's dogs in order of id, after `after`. Expired places are left out, but counted towards `limit`.
  Task<Result<Memberships>> dogs_of(std::string account_id, std::string after, std::size_t limit);
  /// All of them, by the dog's id.
  Task<Result<std::map<std::string, Membership>>> all_dogs_of(std::string account_id);

  /// The organization's dogs, as somebody who is `role` there sees them.
  Task<Result<Memberships>> dogs_of_organization(OrganizationName organization, std::string account_id,
                                                 OrganizationRole role, std::string after, std::size_t limit);

  Task<Result<std::vector<Member>>> members(std::string dog_id);
  /// Those that can still be accepted.
  Task<Result<std::vector<Invitation>>> open_invitations(std::string dog_id);

  /// Errors: kForbidden for a role or a level the actor may not give; kInvalid.
  Task<Result<Invitation>> invite(std::string dog_id, Actor actor, NewInvitation request);
  Task<Result<void>> revoke_invitation(std::string dog_id, Actor actor, std::string invitation_id);

  /// Errors of both: kNotFound for an unknown token; kGone when it was used, revoked or has expired.
  Task<Result<InvitationPreview>> preview(std::string token);
  /// For an organization only where the invitation is for one, and by one of its admins. The place ends when that of
  /// its giver does. Further errors: kNotFound for an organization that the person does not belong to; kForbidden, also
  /// for who made the invitation for their organization; kInvalid.
  Task<Result<Accepted>> accept(std::string token, Person person, Acceptance acceptance = {});

  /// An admin of an organization puts it into the circle of a dog whose circle they manage. Errors: as of invite() and
  /// accept(); kConflict when it is there; kForbidden for longer than the actor's own place lasts, with which it ends
  /// unless the request says sooner.
  Task<Result<Member>> add_organization(std::string dog_id, Actor actor, NewOrganizationPlace request);

  /// Errors: kForbidden, also for giving more, or for longer, than the actor holds; kNotFound; kConflict when it would
  /// leave the dog without a keeper.
  Task<Result<Member>> change_member(std::string dog_id, Actor actor, std::string member_id, MemberChange change);
  Task<Result<void>> remove_member(std::string dog_id, Actor actor, std::string member_id);

  /// Whether this person is in the circle in their own right and nobody else answers for the dog, so that they cannot
  /// leave.
  Task<Result<bool>> keeps_alone(std::string dog_id, std::string account_id);

  /// Removes every member, so that nobody sees the dog any more, and enqueues a job of kind kEraseDog ({"dogId"}) for
  /// 30 days later. A circle that is too large for one transaction of the store goes in several, the actor in the last,
  /// so that they can do it again when one fails. Error: kForbidden unless the actor is an owner, or a trainer while
  /// there is no owner.
  Task<Result<void>> dissolve(std::string dog_id, Actor actor);

 private:
  store::Store& store_;
  log::DogLog& log_;
  Clock clock_;
};

}  // namespace doggy::circle
