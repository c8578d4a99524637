#include "registry/circle/circle_operations.h"

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"

namespace doggy::circle {
namespace {

using Changes = Result<std::vector<log::Change>>;
using Members = std::vector<StoredMember>;

bool in_force(const Member& member, const Timestamp& now) {
  return !member.expires_at || *member.expires_at > now;
}

const StoredMember* find_member(const Members& members, const std::string& id, const Timestamp& now) {
  const auto found = std::ranges::find_if(
      members, [&](const StoredMember& one) { return one.member.id == id && in_force(one.member, now); });
  return found == members.end() ? nullptr : &*found;
}

// Those who answer for the dog without an end date: a keeper whose grant expires is none tomorrow.
unsigned count_role(const Members& members, Role role) {
  return static_cast<unsigned>(std::ranges::count_if(
      members, [&](const StoredMember& one) { return one.member.role == role && !one.member.expires_at; }));
}

bool is_last_keeper(const Members& members, const Member& member) {
  if (member.expires_at) return false;
  return is_last_keeper(member.role, count_role(members, Role::kOwner), count_role(members, Role::kTrainer));
}

Grant grant_of(const Member& member) {
  return {.account_id = member.account_id, .role = member.role, .sections = member.sections};
}

Changes one_change(log::Change change) {
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  return changes;
}

// What the log keeps of an invitation: not who it is meant for.
std::string log_detail(const Invitation& invitation) {
  boost::json::object detail = codec::encode(invitation);
  detail.erase("email");
  return codec::to_text(detail);
}

log::Change invitation_change(std::string action, Author by, Timestamp at, const Invitation& invitation) {
  return {.action = std::move(action),
          .by = std::move(by),
          .at = std::move(at),
          .label = {},
          .detail_name = "invitation",
          .detail = log_detail(invitation),
          .writes = {}};
}

log::Change member_change(std::string action, Author by, Timestamp at, const Member& member) {
  return {.action = std::move(action),
          .by = std::move(by),
          .at = std::move(at),
          .label = {},
          .detail_name = "member",
          .detail = codec::encode_text(member),
          .writes = {}};
}

store::Put invitation_put(const std::string& dog_id, const Invitation& invitation, std::uint64_t version,
                          store::Condition condition) {
  return {{.key = invitation_key(dog_id, invitation.id.text()),
           .version = version,
           .body = codec::encode_text(invitation, codec::Source::kStored)},
          condition};
}

// The invitation as it is stored; kNotFound when there is none.
struct StoredInvitation {
  Invitation invitation;
  std::uint64_t version;
};
Task<Result<StoredInvitation>> load_invitation(store::Store& store, store::Key key) {
  auto item = co_await store.get(std::move(key));
  if (!item) co_return std::unexpected(item.error());
  if (!*item) co_return fail(Code::kNotFound, "There is no such invitation.");
  auto invitation = codec::decode_text<Invitation>((*item)->body, codec::Source::kStored);
  if (!invitation) co_return std::unexpected(invitation.error());
  co_return StoredInvitation{.invitation = std::move(*invitation), .version = (*item)->version};
}

// The first section where `wanted` exceeds `held`, as an error to return.
std::optional<Error> exceeds(const Sections& wanted, const Sections& held) {
  if (at_most(wanted, held) == wanted) return std::nullopt;
  return fail(Code::kForbidden, "Nobody can give more than they hold themselves.",
              {{"sections", "maximum", "A section is above your own level."}})
      .error();
}

}  // namespace

Task<Changes> Invite::decide(std::uint64_t) {
  auto members = co_await stored_members(store_, dog_id_);
  if (!members) co_return std::unexpected(members.error());
  const StoredMember* me = find_member(*members, actor_.grant.account_id, now_);
  if (me == nullptr) co_return fail(Code::kNotFound, "There is no such dog.");
  const Grant grant = grant_of(me->member);
  const bool has_owner = count_role(*members, Role::kOwner) > 0;
  if (!may_invite(grant, invitation_.role, has_owner))
    co_return fail(Code::kForbidden, "Your role may not invite somebody into this one.",
                   {{"role", "permission", "Your role may not give this role."}});
  if (auto error = exceeds(invitation_.sections, grant.sections)) co_return std::unexpected(std::move(*error));
  if (invitation_.transfer && grant.role != Role::kOwner)
    co_return fail(Code::kForbidden, "Only an owner hands the dog over.",
                   {{"transfer", "permission", "Only an owner hands the dog over."}});

  log::Change change =
      invitation_change("invitation-created", author_of({.grant = grant, .name = actor_.name}), now_, invitation_);
  change.writes.emplace_back(invitation_put(dog_id_, invitation_, 1, store::Absent{}));
  change.writes.emplace_back(store::Put{{.key = token_key(token_),
                                         .version = 1,
                                         .body = invitation_.id.text(),
                                         .label = dog_id_,
                                         .expires_at = invitation_.expires_at.unix_ms() / 1000},
                                        store::Absent{}});
  co_return one_change(std::move(change));
}

Task<Changes> RevokeInvitation::decide(std::uint64_t) {
  auto stored = co_await load_invitation(store_, invitation_key(dog_id_, invitation_id_));
  if (!stored) co_return std::unexpected(stored.error());
  if (!may_manage_circle(actor_.grant)) co_return fail(Code::kForbidden, "Only owners and trainers manage the circle.");
  Invitation& invitation = stored->invitation;
  if (invitation.state == InvitationState::kRevoked) co_return std::vector<log::Change>{};
  if (invitation.state == InvitationState::kAccepted)
    co_return fail(Code::kConflict, "This invitation has been accepted; remove the member instead.");
  invitation.state = InvitationState::kRevoked;
  log::Change change = invitation_change("invitation-revoked", author_of(actor_), now_, invitation);
  change.writes.emplace_back(
      invitation_put(dog_id_, invitation, stored->version + 1, store::VersionIs{stored->version}));
  co_return one_change(std::move(change));
}

Task<Changes> AcceptInvitation::decide(std::uint64_t) {
  auto stored = co_await load_invitation(store_, invitation_key(dog_id_, invitation_id_));
  if (!stored) co_return std::unexpected(stored.error());
  auto members = co_await stored_members(store_, dog_id_);
  if (!members) co_return std::unexpected(members.error());
  Invitation& invitation = stored->invitation;
  const StoredMember* me = find_member(*members, person_.id, now_);

  // Somebody who taps the link twice is told the same twice.
  if (invitation.state == InvitationState::kAccepted && invitation.accepted_by == person_.id && me != nullptr)
    co_return std::vector<log::Change>{};
  if (invitation.state != InvitationState::kOpen || invitation.expires_at <= now_)
    co_return fail(Code::kGone, "This invitation has been used, withdrawn or has expired. Ask for a new one.");
  // A dog may be handed over to somebody who is with it already, such as its trainer.
  const bool oneself = invitation.created_by.id == person_.id;
  if (me != nullptr && (!invitation.transfer || oneself))
    co_return fail(Code::kConflict, "You are in this dog's circle already.");

  // An invitation is worth what its maker may still give.
  const StoredMember* maker = find_member(*members, invitation.created_by.id, now_);
  const bool has_owner = count_role(*members, Role::kOwner) > 0;
  if (maker == nullptr || !may_invite(grant_of(maker->member), invitation.role, has_owner) ||
      exceeds(invitation.sections, maker->member.sections))
    co_return fail(Code::kGone, "Who invited you may no longer do so. Ask for a new invitation.");

  const Member member{.id = person_.id,
                      .account_id = person_.id,
                      .name = person_.name,
                      .role = invitation.role,
                      .sections = invitation.sections,
                      .expires_at = {},
                      .granted_by = invitation.created_by,
                      .since = now_};
  // A handover is worth what its maker is: somebody who owns the dog no longer has nothing to hand over.
  if (invitation.transfer && maker->member.role != Role::kOwner)
    co_return fail(Code::kGone, "Who invited you may no longer do so. Ask for a new invitation.");
  // The item of an expired grant may still be there.
  const auto old = std::ranges::find_if(*members, [&](const StoredMember& one) { return one.member.id == person_.id; });
  const bool replaces = old != members->end();
  invitation.state = InvitationState::kAccepted;
  invitation.accepted_by = person_.id;

  log::Change change =
      member_change("member-added", author_of({.grant = grant_of(member), .name = person_.name}), now_, member);
  // The version is unique over leaving and coming back, so that a device notices it missed both.
  const auto version = static_cast<std::uint64_t>(now_.unix_ms());
  change.writes = member_writes(dog_id_, member, version,
                                replaces ? store::Condition(store::VersionIs{old->version}) : store::Absent{});
  change.writes.emplace_back(
      invitation_put(dog_id_, invitation, stored->version + 1, store::VersionIs{stored->version}));
  Changes changes = one_change(std::move(change));
  if (!invitation.transfer) co_return changes;

  // The new owner is there in the same transaction, so the dog is never without one.
  log::Change handover = member_change(
      "member-removed", author_of({.grant = grant_of(maker->member), .name = maker->member.name}), now_, maker->member);
  handover.writes = member_removal(dog_id_, maker->member.account_id, maker->version);
  changes->push_back(std::move(handover));
  co_return changes;
}

Task<Changes> ChangeMember::decide(std::uint64_t) {
  auto members = co_await stored_members(store_, dog_id_);
  if (!members) co_return std::unexpected(members.error());
  const StoredMember* me = find_member(*members, actor_.grant.account_id, now_);
  const StoredMember* old = find_member(*members, member_id_, now_);
  if (me == nullptr || old == nullptr) co_return fail(Code::kNotFound, "There is no such member.");
  const Grant grant = grant_of(me->member);

  changed_ = old->member;
  if (change_.role) {
    changed_.role = *change_.role;
    changed_.sections = default_sections(*change_.role);
  }
  if (change_.sections) changed_.sections = change_.sections->applied_to(changed_.sections);
  if (change_.expires_at) changed_.expires_at = change_.expires_at;
  if (change_.expires_at && *change_.expires_at <= now_)
    co_return fail_field("expiresAt", "range", "A grant ends in the future; to end it now, remove the member.");

  const bool has_owner = count_role(*members, Role::kOwner) > 0;
  if (!may_invite(grant, old->member.role, has_owner) || !may_invite(grant, changed_.role, has_owner))
    co_return fail(Code::kForbidden, "Your role may not change this member.",
                   {{"role", "permission", "Your role may not give or take this role."}});
  if (auto error = exceeds(changed_.sections, grant.sections)) co_return std::unexpected(std::move(*error));
  const bool stays_keeper = changed_.role == old->member.role && !changed_.expires_at;
  if (!stays_keeper && is_last_keeper(*members, old->member))
    co_return fail(Code::kConflict, "Somebody must answer for the dog: name another owner or trainer first.");

  log::Change change =
      member_change("member-changed", author_of({.grant = grant, .name = actor_.name}), now_, changed_);
  change.writes = member_writes(dog_id_, changed_, old->version + 1, store::VersionIs{old->version});
  co_return one_change(std::move(change));
}

Task<Changes> RemoveMember::decide(std::uint64_t) {
  auto members = co_await stored_members(store_, dog_id_);
  if (!members) co_return std::unexpected(members.error());
  const StoredMember* me = find_member(*members, actor_.grant.account_id, now_);
  const StoredMember* old = find_member(*members, member_id_, now_);
  if (me == nullptr || old == nullptr) co_return fail(Code::kNotFound, "There is no such member.");
  const Grant grant = grant_of(me->member);

  const bool leaves = me == old;
  const bool has_owner = count_role(*members, Role::kOwner) > 0;
  if (!leaves && !may_invite(grant, old->member.role, has_owner))
    co_return fail(Code::kForbidden, "Your role may not remove this member.");
  if (is_last_keeper(*members, old->member))
    co_return fail(Code::kConflict, "Somebody must answer for the dog: name another owner or trainer first.");

  log::Change change =
      member_change("member-removed", author_of({.grant = grant, .name = actor_.name}), now_, old->member);
  change.writes = member_removal(dog_id_, old->member.account_id, old->version);
  co_return one_change(std::move(change));
}

Task<Changes> Dissolve::decide(std::uint64_t) {
  auto members = co_await stored_members(store_, dog_id_);
  if (!members) co_return std::unexpected(members.error());
  const StoredMember* me = find_member(*members, actor_.grant.account_id, now_);
  if (me == nullptr) co_return fail(Code::kNotFound, "There is no such dog.");
  const Grant grant = grant_of(me->member);
  if (!may_invite(grant, Role::kOwner, count_role(*members, Role::kOwner) > 0))
    co_return fail(Code::kForbidden, "Only an owner removes a dog, or a trainer while it has no owner.");

  log::Change change = member_change("dog-removed", author_of({.grant = grant, .name = actor_.name}), now_, me->member);
  for (const StoredMember& one : *members)
    std::ranges::move(member_removal(dog_id_, one.member.account_id, one.version), std::back_inserter(change.writes));
  co_return one_change(std::move(change));
}

}  // namespace doggy::circle
