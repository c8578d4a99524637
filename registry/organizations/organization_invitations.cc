// The part of Organizations that lets people in.
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/lifetime.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/organizations/organization_storage.h"
#include "registry/organizations/organizations.h"

namespace doggy::organizations {
namespace {

using Writes = Result<std::vector<store::Write>>;

constexpr Lifetime kInvitationLifetime{.usual = 7, .longest = 90};
constexpr std::size_t kInvitationsAtOnce = 500;
constexpr std::size_t kMostInvitations = 1000;

store::Key invitation_key(const std::string& organization_id, const std::string& invitation_id) {
  return {.pk = partition_of(organization_id), .sk = "INVITE#" + invitation_id};
}
store::Key token_key(const std::string& token) {
  return {.pk = keys::kOrganizationInvitationKey.of(sha256_hex(token)), .sk = "INVITE"};
}

std::unexpected<Error> no_invitation() {
  return fail(Code::kNotFound, "There is no such invitation.");
}
std::unexpected<Error> gone() {
  return fail(Code::kGone, "This invitation has been used, withdrawn or has expired. Ask for a new one.");
}

store::Write invitation_put(const std::string& organization_id, const Invitation& invitation, std::uint64_t version,
                            store::Condition condition) {
  return store::Put{{.key = invitation_key(organization_id, invitation.id.text()),
                     .version = version,
                     .body = codec::encode_text(invitation, codec::Source::kStored),
                     .expires_at = invitation.expires_at.unix_ms() / 1000},
                    condition};
}

struct StoredInvitation {
  std::string organization_id;
  Invitation invitation;
  std::uint64_t version = 0;
};

Task<Result<StoredInvitation>> load_invitation(store::Store& store, std::string organization_id,
                                               std::string invitation_id) {
  CO_TRY(auto item, co_await store.get(invitation_key(organization_id, invitation_id)));
  if (!item) co_return no_invitation();
  CO_TRY(auto invitation, codec::decode_text<Invitation>(item->body, codec::Source::kStored));
  co_return StoredInvitation{
      .organization_id = std::move(organization_id), .invitation = std::move(invitation), .version = item->version};
}

Task<Result<StoredInvitation>> find(store::Store& store, std::string token) {
  CO_TRY(auto pointer, co_await store.get(token_key(token)));
  if (!pointer) co_return no_invitation();
  co_return co_await load_invitation(store, pointer->label, pointer->body);
}

// An invitation is worth what its maker may still give.
bool maker_is_admin(const Snapshot& snapshot, const Invitation& invitation) {
  const StoredMember* maker = snapshot.find(invitation.created_by.id);
  return maker != nullptr && maker->member.role == Role::kAdmin;
}

}  // namespace

Task<Result<Invitation>> Organizations::invite(std::string organization_id, circle::Person actor,
                                               NewInvitation request) {
  const Timestamp now = clock_();
  CO_TRY(auto end, choose_end(request.expires_at, now, kInvitationLifetime, "An invitation"));
  Invitation invitation{.id = Uuid::v7(now.unix_ms()),
                        .role = request.role,
                        .email = std::move(request.email),
                        .expires_at = std::move(end),
                        .created_at = now,
                        .created_by = actor,
                        .token = {},
                        .url = {},
                        .state = InvitationState::kOpen,
                        .accepted_by = {}};
  std::string token = random_token();
  CO_CHECK_OK(co_await change(store_, organization_id, actor.id, [&](const Snapshot& snapshot) -> Writes {
    CHECK_OK(check_admin(snapshot, actor.id));
    std::vector<store::Write> writes;
    writes.push_back(invitation_put(organization_id, invitation, 1, store::Absent{}));
    writes.emplace_back(store::Put{{.key = token_key(token),
                                    .version = 1,
                                    .body = invitation.id.text(),
                                    .label = organization_id,
                                    .expires_at = invitation.expires_at.unix_ms() / 1000},
                                   store::Absent{}});
    return writes;
  }));
  invitation.token = std::move(token);
  co_return invitation;
}

Task<Result<std::vector<Invitation>>> Organizations::open_invitations(std::string organization_id,
                                                                      std::string actor_id) {
  CO_TRY(auto snapshot, co_await read_snapshot(store_, organization_id, actor_id));
  CO_CHECK_OK(check_admin(snapshot, actor_id));
  // Newest first, those that were used or withdrawn skipped; the store removes them when they expire.
  store::Query query{.pk = partition_of(organization_id), .from = "INVITE#", .to = "INVITE$", .backward = true};
  query.limit = kInvitationsAtOnce;
  const Timestamp now = clock_();
  std::vector<Invitation> open;
  for (;;) {
    CO_TRY(const auto items, co_await store_.query(query));
    for (const store::Item& item : items) {
      CO_TRY(Invitation invitation, codec::decode_text<Invitation>(item.body, codec::Source::kStored));
      if (invitation.state != InvitationState::kOpen || invitation.expires_at <= now) continue;
      open.push_back(std::move(invitation));
      if (open.size() == kMostInvitations) co_return open;
    }
    if (items.size() < query.limit) co_return open;
    query.after = items.back().key.sk;
  }
}

Task<Result<void>> Organizations::revoke_invitation(std::string organization_id, std::string actor_id,
                                                    std::string invitation_id) {
  CO_TRY(const Snapshot snapshot, co_await read_snapshot(store_, organization_id, actor_id));
  CO_CHECK_OK(check_admin(snapshot, actor_id));
  CO_TRY(StoredInvitation stored, co_await load_invitation(store_, organization_id, std::move(invitation_id)));
  if (stored.invitation.state == InvitationState::kRevoked) co_return Result<void>{};
  if (stored.invitation.state == InvitationState::kAccepted)
    co_return fail(Code::kConflict, "This invitation has been accepted; remove the member instead.");
  stored.invitation.state = InvitationState::kRevoked;
  co_return co_await change(store_, organization_id, actor_id, [&](const Snapshot& now) -> Writes {
    CHECK_OK(check_admin(now, actor_id));
    std::vector<store::Write> writes;
    writes.push_back(
        invitation_put(organization_id, stored.invitation, stored.version + 1, store::VersionIs{stored.version}));
    return writes;
  });
}

Task<Result<InvitationPreview>> Organizations::preview(std::string token) {
  CO_TRY(auto found, co_await find(store_, std::move(token)));
  const Invitation& invitation = found.invitation;
  if (invitation.state != InvitationState::kOpen || invitation.expires_at <= clock_()) co_return gone();
  auto snapshot = co_await read_snapshot(store_, found.organization_id, invitation.created_by.id);
  if (!snapshot && snapshot.error().code == Code::kNotFound) co_return gone();
  if (!snapshot) co_return std::unexpected(snapshot.error());
  if (!maker_is_admin(*snapshot, invitation)) co_return gone();
  co_return InvitationPreview{.organization_name = snapshot->organization.name,
                              .role = invitation.role,
                              .invited_by = invitation.created_by.name,
                              .expires_at = invitation.expires_at};
}

Task<Result<Joined>> Organizations::accept(std::string token, circle::Person person) {
  CO_TRY(auto found, co_await find(store_, std::move(token)));
  Invitation& invitation = found.invitation;
  Joined joined{.organization_id = found.organization_id, .role = invitation.role};
  const bool taken_before = invitation.state == InvitationState::kAccepted && invitation.accepted_by == person.id;
  const Timestamp now = clock_();
  if (!taken_before && (invitation.state != InvitationState::kOpen || invitation.expires_at <= now)) co_return gone();
  const Member member{.account_id = person.id, .name = person.name, .role = invitation.role, .since = now};
  invitation.state = InvitationState::kAccepted;
  invitation.accepted_by = person.id;

  auto done = co_await change(store_, found.organization_id, person.id, [&](const Snapshot& snapshot) -> Writes {
    const bool is_member = snapshot.find(person.id) != nullptr;
    // Somebody who taps the link twice is told the same twice.
    if (taken_before) return is_member ? Writes(std::vector<store::Write>{}) : Writes(gone());
    if (!maker_is_admin(snapshot, invitation)) return gone();
    if (is_member) return fail(Code::kConflict, "You belong to this organization already.");
    if (snapshot.members.size() >= kMostMembers) return fail(Code::kConflict, "The organization is full.");
    if (memberships_in(snapshot.memberships).size() >= kMostMemberships)
      return fail(Code::kConflict, "You belong to 50 organizations already: leave one first.");
    std::vector<store::Write> writes = member_writes(snapshot, member);
    writes.push_back(
        invitation_put(found.organization_id, invitation, found.version + 1, store::VersionIs{found.version}));
    return writes;
  });
  // Of two who accept at once, one finds that the invitation is used.
  if (!done && done.error().code == Code::kNotFound) co_return gone();
  if (!done) {
    auto again = co_await load_invitation(store_, found.organization_id, invitation.id.text());
    const bool used = again && again->invitation.state != InvitationState::kOpen;
    if (used && again->invitation.accepted_by != person.id) co_return gone();
    co_return std::unexpected(done.error());
  }
  if (observer_) observer_(person.id);
  co_return joined;
}

}  // namespace doggy::organizations
