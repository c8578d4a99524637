#include "registry/circle/circle.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/lifetime.h"
#include "platform/try.h"
#include "registry/circle/circle_operations.h"
#include "registry/circle/circle_storage.h"
#include "registry/circle/invitation_operations.h"
#include "registry/organizations/membership.h"

namespace doggy::circle {
namespace {

constexpr Lifetime kInvitationLifetime{.usual = 7, .longest = 90};
constexpr std::size_t kDogsAtOnce = 500;
constexpr std::size_t kInvitationsAtOnce = 500;
constexpr std::size_t kMostOpenInvitations = 1000;

// Where the invitations begin that may still be open: their ids begin with the time when they were made.
std::string oldest_open_invitation(const Timestamp& now) {
  constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;
  constexpr std::size_t kTimeDigits = 13;  // Of a UUIDv7's text: 48 bits and a hyphen.
  const std::string id = Uuid::v7(now.unix_ms() - (kInvitationLifetime.longest + 1) * kDay).text();
  return "INVITE#" + id.substr(0, kTimeDigits);
}

// What a token leads to.
struct FoundInvitation {
  std::string dog_id;
  store::Item item;
  Invitation invitation;
};

Task<Result<FoundInvitation>> find_invitation(store::Store& store, std::string token, Timestamp now) {
  const std::string unknown = "There is no such invitation.";
  CO_TRY(auto pointer, co_await store.get(token_key(token)));
  if (!pointer) co_return fail(Code::kNotFound, unknown);
  FoundInvitation found{.dog_id = pointer->label, .item = {}, .invitation = {}};
  CO_TRY(auto item, co_await store.get(invitation_key(found.dog_id, pointer->body)));
  if (!item) co_return fail(Code::kNotFound, unknown);
  CO_TRY(auto invitation, codec::decode_text<Invitation>(item->body, codec::Source::kStored));
  found.item = std::move(*item);
  found.invitation = std::move(invitation);
  if (found.invitation.state == InvitationState::kRevoked || found.invitation.expires_at <= now)
    co_return fail(Code::kGone, "This invitation has been withdrawn or has expired. Ask for a new one.");
  co_return found;
}

// Organizations are called what they are called now.
Task<Result<void>> name_organizations(store::Store& store, std::vector<Member>& members) {
  std::map<std::string, Member*> named;
  std::vector<store::Key> keys;
  for (Member& member : members) {
    if (!member.organization_id || keys.size() == store::kMostKeys) continue;
    keys.push_back(organizations::organization_key(member.id));
    named[keys.back().pk] = &member;
  }
  if (keys.empty()) co_return Result<void>{};
  CO_TRY(auto items, co_await store.get_many(std::move(keys)));
  for (const auto& item : items)
    if (item) named.at(item->key.pk)->name = item->label;
  co_return Result<void>{};
}

}  // namespace

Circle::Circle(store::Store& store, log::DogLog& log, Clock clock)
    : store_(store), log_(log), clock_(std::move(clock)) {}

Task<Result<Grant>> Circle::grant_of(std::string dog_id, std::string account_id) {
  co_return co_await read_grant(store_, std::move(dog_id), std::move(account_id), clock_());
}

Task<Result<Memberships>> Circle::dogs_of(std::string account_id, std::string after, std::size_t limit) {
  co_return co_await read_dogs(store_, std::move(account_id), std::move(after), limit, clock_());
}

Task<Result<Memberships>> Circle::dogs_of_organization(OrganizationName organization, std::string account_id,
                                                       OrganizationRole role, std::string after, std::size_t limit) {
  co_return co_await read_dogs_of_organization(store_, std::move(organization), std::move(account_id), role,
                                               std::move(after), limit, clock_());
}

Task<Result<std::map<std::string, Membership>>> Circle::all_dogs_of(std::string account_id) {
  std::map<std::string, Membership> dogs;
  std::string after;
  do {
    CO_TRY(auto page, co_await dogs_of(account_id, after, kDogsAtOnce));
    for (Membership& membership : page.items) {
      std::string dog_id = membership.dog_id;
      dogs.emplace(std::move(dog_id), std::move(membership));
    }
    after = page.next;
  } while (!after.empty());
  co_return dogs;
}

Task<Result<std::vector<Member>>> Circle::members(std::string dog_id) {
  CO_TRY(auto stored, co_await stored_members(store_, std::move(dog_id)));
  const Timestamp now = clock_();
  std::vector<Member> members;
  for (StoredMember& one : stored)
    if (!one.member.expires_at || *one.member.expires_at > now) members.push_back(std::move(one.member));
  std::ranges::sort(members, {}, [](const Member& member) { return std::pair(member.since.unix_ms(), member.id); });
  CO_CHECK_OK(co_await name_organizations(store_, members));
  co_return members;
}

// Newest first, those that were used or withdrawn skipped. None that is older than an invitation may last is open, so
// no more is read than what was made since.
Task<Result<std::vector<Invitation>>> Circle::open_invitations(std::string dog_id) {
  const Timestamp now = clock_();
  store::Query query{
      .pk = log::partition_of(dog_id), .from = oldest_open_invitation(now), .to = "INVITE$", .backward = true};
  query.limit = kInvitationsAtOnce;
  std::vector<Invitation> open;
  for (;;) {
    CO_TRY(const auto items, co_await store_.query(query));
    for (const store::Item& item : items) {
      CO_TRY(Invitation invitation, codec::decode_text<Invitation>(item.body, codec::Source::kStored));
      if (invitation.state != InvitationState::kOpen || invitation.expires_at <= now) continue;
      open.push_back(std::move(invitation));
      if (open.size() == kMostOpenInvitations) co_return open;
    }
    if (items.size() < query.limit) co_return open;
    query.after = items.back().key.sk;
  }
}

Task<Result<Invitation>> Circle::invite(std::string dog_id, Actor actor, NewInvitation request) {
  const Timestamp now = clock_();
  CO_TRY(auto end, choose_end(request.expires_at, now, kInvitationLifetime, "An invitation"));
  if (request.transfer && (request.role != Role::kOwner || request.sections))
    co_return fail_field("transfer", "role", "A dog is handed over to an owner, with everything.");
  Invitation invitation{.id = Uuid::v7(now.unix_ms()), .role = request.role, .email = request.email};
  invitation.transfer = request.transfer;
  invitation.for_organization = request.for_organization;
  invitation.sections = request.sections.value_or(SectionChanges{}).applied_to(default_sections(request.role));
  invitation.expires_at = std::move(end);
  invitation.created_at = now;
  invitation.created_by = {.id = actor.grant.account_id, .name = actor.name};
  std::string token = random_token();

  auto operation = std::make_shared<Invite>(store_, dog_id, std::move(actor), invitation, token, now);
  CO_CHECK_OK(co_await log_.run(std::move(dog_id), operation));
  invitation = operation->invitation();
  invitation.token = std::move(token);
  co_return invitation;
}

Task<Result<void>> Circle::revoke_invitation(std::string dog_id, Actor actor, std::string invitation_id) {
  auto operation =
      std::make_shared<RevokeInvitation>(store_, dog_id, std::move(actor), std::move(invitation_id), clock_());
  co_return co_await log_.run(std::move(dog_id), operation);
}

Task<Result<InvitationPreview>> Circle::preview(std::string token) {
  CO_TRY(auto found, co_await find_invitation(store_, std::move(token), clock_()));
  if (found.invitation.state != InvitationState::kOpen) co_return fail(Code::kGone, "This invitation has been used.");
  CO_TRY(auto dog, co_await store_.get({.pk = log::partition_of(found.dog_id), .sk = "DOG"}));
  if (!dog) co_return fail(Code::kNotFound, "There is no such invitation.");
  const Invitation& invitation = found.invitation;
  InvitationPreview preview{.dog_name = dog->label,
                            .role = invitation.role,
                            .invited_by = invitation.created_by.name,
                            .expires_at = invitation.expires_at,
                            .transfer = invitation.transfer,
                            .for_organization = invitation.for_organization};
  if (invitation.organization) preview.organization = invitation.organization->name;
  co_return preview;
}

Task<Result<Accepted>> Circle::accept(std::string token, Person person, Acceptance acceptance) {
  CO_TRY(auto found, co_await find_invitation(store_, std::move(token), clock_()));
  const Accepted accepted{.dog_id = found.dog_id, .role = found.invitation.role};
  auto operation = std::make_shared<AcceptInvitation>(store_, found.dog_id, found.invitation.id.text(),
                                                      std::move(person), acceptance, clock_());
  CO_CHECK_OK(co_await log_.run(found.dog_id, operation));
  co_return accepted;
}

Task<Result<Member>> Circle::add_organization(std::string dog_id, Actor actor, NewOrganizationPlace request) {
  auto operation = std::make_shared<AddOrganization>(store_, dog_id, std::move(actor), std::move(request), clock_());
  CO_CHECK_OK(co_await log_.run(std::move(dog_id), operation));
  co_return operation->added();
}

Task<Result<Member>> Circle::change_member(std::string dog_id, Actor actor, std::string member_id,
                                           MemberChange change) {
  auto operation = std::make_shared<ChangeMember>(store_, dog_id, std::move(actor), std::move(member_id),
                                                  std::move(change), clock_());
  CO_CHECK_OK(co_await log_.run(std::move(dog_id), operation));
  co_return operation->changed();
}

Task<Result<void>> Circle::remove_member(std::string dog_id, Actor actor, std::string member_id) {
  auto operation = std::make_shared<RemoveMember>(store_, dog_id, std::move(actor), std::move(member_id), clock_());
  co_return co_await log_.run(std::move(dog_id), operation);
}

Task<Result<bool>> Circle::keeps_alone(std::string dog_id, std::string account_id) {
  CO_TRY(auto members, co_await stored_members(store_, std::move(dog_id)));
  co_return circle::keeps_alone(members, account_id, clock_());
}

Task<Result<void>> Circle::dissolve(std::string dog_id, Actor actor) {
  for (;;) {
    auto operation = std::make_shared<Dissolve>(store_, dog_id, actor, clock_());
    auto done = co_await log_.run(dog_id, operation);
    if (!done || operation->finished()) co_return done;
  }
}

}  // namespace doggy::circle
