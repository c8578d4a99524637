// The care circle of a dog: who is in it, and how people come in and leave. policy.h decides; this keeps.
//
// In the store: DOG#id/MEMBER#account and its twin ACCOUNT#account/DOG#id (written together, so no global index is
// needed), DOG#id/INVITE#id, and KEY#INVITE#hash/INVITE, which finds an invitation by the SHA-256 of its token.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/author.h"
#include "registry/circle/member.h"
#include "registry/circle/policy.h"
#include "registry/log/dog_log.h"
#include "registry/store/store.h"

namespace doggy::circle {

using Clock = std::function<Timestamp()>;

/// The writes that put `member` into the circle of `dog_id`, with `version` for both items.
[[nodiscard]] std::vector<store::Write> member_writes(const std::string& dog_id, const Member& member,
                                                      std::uint64_t version, store::Condition condition);

/// A dog that an account has a place with.
struct Membership {
  std::string dog_id;
  Grant grant;
  std::uint64_t version;  // Changes whenever the grant does.
};

/// Who acts: their grant, and their name for the log.
struct Actor {
  Grant grant;
  std::string name;
};

/// As the log and their records keep them.
[[nodiscard]] inline Author author_of(const Actor& actor) {
  return {.id = actor.grant.account_id, .name = actor.name, .role = actor.grant.role};
}

/// Thread-safe. Every operation on a dog that the caller has no place with is kNotFound before it comes here.
class Circle {
 public:
  /// `store` and `log` outlive this.
  Circle(store::Store& store, log::DogLog& log, Clock clock);

  /// What the account holds for the dog now. Error: kNotFound, alike for an unknown dog and one of others.
  Task<Result<Grant>> grant_of(std::string dog_id, std::string account_id);

  /// The account's dogs in order of id, after `after`; fewer than `limit` means there are no more. Expired grants are
  /// left out, but counted towards `limit`.
  struct Memberships {
    std::vector<Membership> items;
    std::string next;  // To ask for more; empty at the end.
  };
  Task<Result<Memberships>> dogs_of(std::string account_id, std::string after, std::size_t limit);
  /// All of them, by the dog's id.
  Task<Result<std::map<std::string, Membership>>> all_dogs_of(std::string account_id);

  Task<Result<std::vector<Member>>> members(std::string dog_id);
  /// Those that can still be accepted.
  Task<Result<std::vector<Invitation>>> open_invitations(std::string dog_id);

  /// Errors: kForbidden for a role or a level the actor may not give; kInvalid.
  Task<Result<Invitation>> invite(std::string dog_id, Actor actor, NewInvitation request);
  Task<Result<void>> revoke_invitation(std::string dog_id, Actor actor, std::string invitation_id);

  /// Errors of both: kNotFound for an unknown token; kGone when it was used, revoked or has expired.
  Task<Result<InvitationPreview>> preview(std::string token);
  Task<Result<Accepted>> accept(std::string token, Person person);

  /// Errors: kForbidden; kNotFound; kConflict when it would leave the dog without a keeper.
  Task<Result<Member>> change_member(std::string dog_id, Actor actor, std::string member_id, MemberChange change);
  Task<Result<void>> remove_member(std::string dog_id, Actor actor, std::string member_id);

  /// Removes every member, so that nobody sees the dog any more. Error: kForbidden unless the actor is an owner, or a
  /// trainer while there is no owner.
  Task<Result<void>> dissolve(std::string dog_id, Actor actor);

 private:
  store::Store& store_;
  log::DogLog& log_;
  Clock clock_;
};

}  // namespace doggy::circle
