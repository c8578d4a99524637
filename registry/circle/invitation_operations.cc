#include "registry/circle/invitation_operations.h"

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/circle/granted_operation.h"
#include "registry/log/outbox.h"
#include "registry/organizations/membership.h"

namespace doggy::circle {
namespace {

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
  CO_TRY(auto item, co_await store.get(std::move(key)));
  if (!item) co_return fail(Code::kNotFound, "There is no such invitation.");
  CO_TRY(auto invitation, codec::decode_text<Invitation>(item->body, codec::Source::kStored));
  co_return StoredInvitation{.invitation = std::move(invitation), .version = item->version};
}

std::unexpected<Error> maker_may_not() {
  return fail(Code::kGone, "Who invited you may no longer do so. Ask for a new invitation.");
}

const Place* owning_place(const Grant& grant) {
  const Place& strongest = grant.places.front();
  return strongest.role == Role::kOwner ? &strongest : nullptr;
}

}  // namespace

auto Invite::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const Grant& grant = situation.grant;
  CO_TRY(auto giving, giving_place(situation, invitation_.role, invitation_.sections));
  const Place* place = invitation_.transfer ? owning_place(grant) : giving.place;
  if (place == nullptr)
    co_return fail(Code::kForbidden, "Only an owner hands the dog over.",
                   {{"transfer", "permission", "Only an owner hands the dog over."}});
  if (invitation_.for_organization) CO_CHECK_OK(check_organization_sections(invitation_.role, invitation_.sections));
  invitation_.organization = place->organization;

  log::Change change = invitation_change("invitation-created", author_of({.grant = grant, .name = actor_.name}, place),
                                         now_, invitation_);
  change.writes.emplace_back(invitation_put(dog_id_, invitation_, 1, store::Absent{}));
  change.writes.emplace_back(store::Put{{.key = token_key(token_),
                                         .version = 1,
                                         .body = invitation_.id.text(),
                                         .label = dog_id_,
                                         .expires_at = invitation_.expires_at.unix_ms() / 1000},
                                        store::Absent{}});
  co_return decided_by(grant, std::move(change));
}

auto RevokeInvitation::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto stored, co_await load_invitation(store_, invitation_key(dog_id_, invitation_id_)));
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const Grant& grant = situation.grant;
  if (!may_manage_circle(grant)) co_return fail(Code::kForbidden, "Only owners and trainers manage the circle.");
  Invitation& invitation = stored.invitation;
  if (invitation.state == InvitationState::kRevoked) co_return std::vector<log::Change>{};
  if (invitation.state == InvitationState::kAccepted)
    co_return fail(Code::kConflict, "This invitation has been accepted; remove the member instead.");
  invitation.state = InvitationState::kRevoked;
  log::Change change =
      invitation_change("invitation-revoked", author_of({.grant = grant, .name = actor_.name}), now_, invitation);
  change.writes.emplace_back(invitation_put(dog_id_, invitation, stored.version + 1, store::VersionIs{stored.version}));
  co_return decided_by(grant, std::move(change));
}

auto AcceptInvitation::newcomer(Invitation invitation) -> Task<Result<Newcomer>> {
  Newcomer newcomer{.member = {.id = person_.id,
                               .account_id = person_.id,
                               .organization_id = {},
                               .name = person_.name,
                               .role = invitation.role,
                               .sections = invitation.sections,
                               .expires_at = {},
                               .granted_by = invitation.created_by,
                               .since = now_},
                    .author = {.id = person_.id, .name = person_.name, .role = invitation.role, .organization = {}},
                    .conditions = {}};
  if (!invitation.for_organization) {
    if (acceptance_.organization_id)
      co_return fail_field("organizationId", "match", "This invitation is for a person: accept it for yourself.");
    co_return newcomer;
  }
  if (!acceptance_.organization_id)
    co_return fail_field("organizationId", "required", "This invitation is for an organization: say for which.");
  const std::string id = acceptance_.organization_id->text();
  CO_TRY(auto standing, co_await organizations::standing_in(store_, id, person_.id));
  if (standing.role != OrganizationRole::kAdmin)
    co_return fail(Code::kForbidden, "Only an admin of the organization accepts for it.",
                   {{"organizationId", "permission", "You are no admin there."}});
  newcomer.member.id = id;
  newcomer.member.account_id.reset();
  newcomer.member.organization_id = id;
  newcomer.member.name = standing.name.name;
  newcomer.author.organization = standing.name;
  newcomer.conditions.push_back(standing.unchanged());
  co_return newcomer;
}

Result<const StoredMember*> AcceptInvitation::handed_over(const Situation& maker, const Invitation& invitation) const {
  const std::string& id = invitation.organization ? invitation.organization->id : invitation.created_by.id;
  const bool owns = std::ranges::any_of(maker.grant.places, [&](const Place& place) {
    return place.role == Role::kOwner && (place.organization ? place.organization->id : maker.grant.account_id) == id;
  });
  const StoredMember* member = find(maker.members, id);
  if (!owns || member == nullptr) return maker_may_not();
  return member;
}

auto AcceptInvitation::decide(std::uint64_t first_seq) -> Task<Changes> {
  CO_TRY(auto stored, co_await load_invitation(store_, invitation_key(dog_id_, invitation_id_)));
  Invitation& invitation = stored.invitation;
  CO_TRY(auto members, co_await stored_members(store_, dog_id_));
  const std::string accepted_as = acceptance_.organization_id ? acceptance_.organization_id->text() : person_.id;
  const bool is_member = find(members, accepted_as) != nullptr;

  // Somebody who taps the link twice is told the same twice.
  if (invitation.state == InvitationState::kAccepted && invitation.accepted_by == person_.id && is_member)
    co_return std::vector<log::Change>{};
  if (invitation.state != InvitationState::kOpen || invitation.expires_at <= now_)
    co_return fail(Code::kGone, "This invitation has been used, withdrawn or has expired. Ask for a new one.");
  // What staff do for their organization is never for themselves: they would stay when they leave it. An admin may hand
  // over its dog, which the organization then no longer has.
  if (invitation.organization && !invitation.transfer && invitation.created_by.id == person_.id)
    co_return fail(Code::kForbidden, "You invited for your organization: somebody else accepts.");
  CO_TRY(auto newcomer, co_await this->newcomer(invitation));
  // A dog may be handed over to somebody who is with it already, such as its trainer.
  const std::string& maker_id = invitation.organization ? invitation.organization->id : invitation.created_by.id;
  if (is_member && (!invitation.transfer || maker_id == accepted_as))
    co_return fail(Code::kConflict, acceptance_.organization_id ? "The organization is in this dog's circle already."
                                                                : "You are in this dog's circle already.");

  // An invitation is worth what its maker may still give.
  auto maker = co_await look(invitation.created_by.id);
  if (!maker && maker.error().code == Code::kNotFound) co_return maker_may_not();
  if (!maker) co_return std::unexpected(maker.error());
  auto giving = giving_place(*maker, invitation.role, invitation.sections);
  if (!giving) co_return maker_may_not();
  newcomer.member.expires_at = giving->end;
  const StoredMember* handed = nullptr;
  if (invitation.transfer) {
    CO_TRY(auto found, handed_over(*maker, invitation));
    handed = found;
    newcomer.member.expires_at = handed->member.expires_at;
  }
  invitation.state = InvitationState::kAccepted;
  invitation.accepted_by = person_.id;

  log::Change change = joining(maker->members, newcomer.member, newcomer.author);
  change.writes.emplace_back(invitation_put(dog_id_, invitation, stored.version + 1, store::VersionIs{stored.version}));
  for (store::Write& condition : newcomer.conditions) change.writes.push_back(std::move(condition));
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  if (handed == nullptr) {
    check_unchanged(maker->grant, changes);
    co_return changes;
  }

  // The new owner is there in the same transaction, so the dog is never without one.
  const Author maker_then{.id = invitation.created_by.id,
                          .name = invitation.created_by.name,
                          .role = Role::kOwner,
                          .organization = invitation.organization};
  changes.push_back(leaving(*handed, maker_then));
  // Who gave it away is told.
  changes.back().writes.push_back(log::enqueue({.dog_id = dog_id_, .from = first_seq, .to = first_seq + 1}, now_));
  check_unchanged(maker->grant, changes);
  co_return changes;
}

}  // namespace doggy::circle
