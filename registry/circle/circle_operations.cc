#include "registry/circle/circle_operations.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/circle/granted_operation.h"
#include "registry/jobs/queue.h"
#include "registry/organizations/membership.h"

namespace doggy::circle {
namespace {

using organizations::standing_in;

const std::string kLastKeeper = "Somebody must answer for the dog: name another owner or trainer first.";

const std::string kEndsBefore = "Nobody can give more than they hold themselves: your own place ends before that.";

// Whether a place that ends then lasts until `until`; nothing is never.
bool lasts(const std::optional<Timestamp>& end, const std::optional<Timestamp>& until) {
  return !end || (until && *until <= *end);
}

// Whether a change takes at most away: then it is nothing that is given.
bool only_takes(const Member& before, const Member& after) {
  return weaker_of(before.role, after.role) == after.role &&
         at_most(after.sections, before.sections) == after.sections && lasts(before.expires_at, after.expires_at);
}

bool in_force(const Member& member, const Timestamp& now) {
  return !member.expires_at || *member.expires_at > now;
}

bool is_last_keeper(const std::vector<StoredMember>& members, const Member& member) {
  if (member.expires_at) return false;
  return is_last_keeper(member.role, count_keepers(members, Role::kOwner), count_keepers(members, Role::kTrainer));
}

// Somebody's place in their own right, or in that of an organization; their strongest when they have none there.
const Place* place_as(const Grant& grant, const Member& member) {
  const auto found = std::ranges::find_if(grant.places, [&](const Place& place) {
    return place.organization ? place.organization->id == member.id : member.id == grant.account_id;
  });
  return found == grant.places.end() ? nullptr : &*found;
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

store::Write erasure_of(const std::string& dog_id, const Timestamp& now) {
  constexpr std::int64_t kMs = std::int64_t{30} * 24 * 60 * 60 * 1000;
  return jobs::enqueue({.kind = std::string(kEraseDog),
                        .payload = {{"dogId", dog_id}},
                        .due = Timestamp::from_unix_ms(now.unix_ms() + kMs)});
}

}  // namespace

bool keeps_alone(const std::vector<StoredMember>& members, const std::string& account_id, const Timestamp& now) {
  return std::ranges::any_of(members, [&](const StoredMember& one) {
    return one.member.account_id == account_id && in_force(one.member, now) && is_last_keeper(members, one.member);
  });
}

// Those who answer for the dog without an end date: a keeper whose place expires is none tomorrow.
unsigned count_keepers(const std::vector<StoredMember>& members, Role role) {
  return static_cast<unsigned>(std::ranges::count_if(
      members, [&](const StoredMember& one) { return one.member.role == role && !one.member.expires_at; }));
}

std::vector<log::Change> decided_by(const Grant& grant, log::Change change) {
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  check_unchanged(grant, changes);
  return changes;
}

Result<void> check_organization_sections(Role role, const Sections& sections) {
  if (at_most(sections, default_sections(role)) == sections) return {};
  return fail_field("sections", "maximum",
                    "An organization has at most what its role has: choose another role to give it more.");
}

auto CircleOperation::look(std::string account_id) -> Task<Result<Situation>> {
  Situation situation;
  CO_TRY(auto members, co_await stored_members(store_, dog_id_));
  CO_TRY(auto grant, co_await read_grant(store_, dog_id_, std::move(account_id), now_));
  situation.members = std::move(members);
  situation.grant = std::move(grant);
  situation.has_owner = count_keepers(situation.members, Role::kOwner) > 0;
  co_return situation;
}

const StoredMember* CircleOperation::find(const Members& members, const std::string& id) const {
  const auto found = std::ranges::find_if(
      members, [&](const StoredMember& one) { return one.member.id == id && in_force(one.member, now_); });
  return found == members.end() ? nullptr : &*found;
}

std::optional<Timestamp> CircleOperation::Situation::end_of(const Place& place) const {
  const std::string& id = place.organization ? place.organization->id : grant.account_id;
  const auto held = std::ranges::find_if(members, [&](const StoredMember& one) { return one.member.id == id; });
  return held == members.end() ? std::nullopt : held->member.expires_at;
}

Grant CircleOperation::Situation::lasting(const std::optional<Timestamp>& until) const {
  Grant those = grant;
  std::erase_if(those.places, [&](const Place& place) { return !lasts(end_of(place), until); });
  return those;
}

auto CircleOperation::giving_place(const Situation& situation, Role role, const Sections& sections) -> Result<Giving> {
  const Grant& grant = situation.grant;
  if (!may_invite(grant, role, situation.has_owner))
    return fail(Code::kForbidden, "Your role may not invite somebody into this one.",
                {{"role", "permission", "Your role may not give this role."}});
  std::optional<Giving> best;
  for (const Place& place : grant.places) {
    if (place_to_invite({.account_id = grant.account_id, .places = {place}}, role, sections, situation.has_owner) ==
        nullptr)
      continue;
    auto end = situation.end_of(place);
    if (!best || !lasts(best->end, end)) best = Giving{.place = &place, .end = std::move(end)};
  }
  if (!best)
    return fail(Code::kForbidden, "Nobody can give more than they hold themselves.",
                {{"sections", "maximum", "A section is above your own level."}});
  return *best;
}

log::Change CircleOperation::joining(const Members& members, const Member& member, Author by) const {
  const auto old = std::ranges::find_if(members, [&](const StoredMember& one) { return one.member.id == member.id; });
  log::Change change = member_change("member-added", std::move(by), now_, member);
  // The version is unique over leaving and coming back, so that a device notices it missed both.
  const auto version = static_cast<std::uint64_t>(now_.unix_ms());
  change.writes =
      member_writes(dog_id_, member, version,
                    old != members.end() ? store::Condition(store::VersionIs{old->version}) : store::Absent{});
  return change;
}

log::Change CircleOperation::leaving(const StoredMember& stored, Author by) const {
  log::Change change = member_change("member-removed", std::move(by), now_, stored.member);
  change.writes = member_removal(dog_id_, stored);
  return change;
}

auto ChangeMember::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const StoredMember* old = find(situation.members, member_id_);
  if (old == nullptr) co_return fail(Code::kNotFound, "There is no such member.");

  changed_ = old->member;
  if (change_.role) {
    changed_.role = *change_.role;
    changed_.sections = default_sections(*change_.role);
  }
  if (change_.sections) changed_.sections = change_.sections->applied_to(changed_.sections);
  if (change_.expires_at) changed_.expires_at = change_.expires_at;
  if (change_.expires_at && *change_.expires_at <= now_)
    co_return fail_field("expiresAt", "range", "A grant ends in the future; to end it now, remove the member.");

  const auto place_in = [&](const Grant& grant, const Sections& sections) {
    return place_to_change(grant, old->member.role, changed_.role, sections, situation.has_owner);
  };
  if (place_in(situation.grant, {}) == nullptr)
    co_return fail(Code::kForbidden, "Your role may not change this member.",
                   {{"role", "permission", "Your role may not give or take this role."}});
  if (place_in(situation.grant, changed_.sections) == nullptr)
    co_return fail(Code::kForbidden, "Nobody can give more than they hold themselves.",
                   {{"sections", "maximum", "A section is above your own level."}});
  const Grant grant = only_takes(old->member, changed_) ? situation.grant : situation.lasting(changed_.expires_at);
  const Place* place = place_in(grant, changed_.sections);
  if (place == nullptr) co_return fail(Code::kForbidden, kEndsBefore, {{"expiresAt", "maximum", kEndsBefore}});
  if (changed_.organization_id) CO_CHECK_OK(check_organization_sections(changed_.role, changed_.sections));
  const bool stays_keeper = changed_.role == old->member.role && !changed_.expires_at;
  if (!stays_keeper && is_last_keeper(situation.members, old->member)) co_return fail(Code::kConflict, kLastKeeper);

  log::Change change =
      member_change("member-changed", author_of({.grant = grant, .name = actor_.name}, place), now_, changed_);
  change.writes = member_writes(dog_id_, changed_, old->version + 1, store::VersionIs{old->version});
  co_return decided_by(situation.grant, std::move(change));
}

Task<Result<bool>> RemoveMember::is_own(Member member) {
  if (!member.organization_id) co_return member.id == actor_.grant.account_id;
  auto standing = co_await standing_in(store_, member.id, actor_.grant.account_id);
  if (standing) co_return standing->role == OrganizationRole::kAdmin;
  if (standing.error().code == Code::kNotFound) co_return false;
  co_return std::unexpected(standing.error());
}

auto RemoveMember::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const StoredMember* old = find(situation.members, member_id_);
  if (old == nullptr) co_return fail(Code::kNotFound, "There is no such member.");
  const Grant& grant = situation.grant;

  CO_TRY(auto leaves, co_await is_own(old->member));
  const Place* place =
      leaves ? place_as(grant, old->member) : place_to_invite(grant, old->member.role, {}, situation.has_owner);
  if (!leaves && place == nullptr) co_return fail(Code::kForbidden, "Your role may not remove this member.");
  if (is_last_keeper(situation.members, old->member)) co_return fail(Code::kConflict, kLastKeeper);
  co_return decided_by(grant, leaving(*old, author_of({.grant = grant, .name = actor_.name}, place)));
}

auto AddOrganization::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const std::string id = request_.organization_id.text();
  CO_TRY(auto standing, co_await standing_in(store_, id, actor_.grant.account_id));
  if (standing.role != OrganizationRole::kAdmin)
    co_return fail(Code::kForbidden, "Only an admin of the organization does this.");
  if (find(situation.members, id) != nullptr)
    co_return fail(Code::kConflict, "The organization is in this dog's circle already.");
  if (request_.expires_at && *request_.expires_at <= now_)
    co_return fail_field("expiresAt", "range", "A place ends in the future.");

  const Grant& grant = situation.grant;
  added_ = {.id = id,
            .account_id = {},
            .organization_id = id,
            .name = standing.name.name,
            .role = request_.role,
            .sections = request_.sections.value_or(SectionChanges{}).applied_to(default_sections(request_.role)),
            .expires_at = request_.expires_at,
            .granted_by = Person{.id = grant.account_id, .name = actor_.name},
            .since = now_};
  CO_CHECK_OK(check_organization_sections(added_.role, added_.sections));
  CO_TRY(auto giving, giving_place(situation, added_.role, added_.sections));
  if (!added_.expires_at) added_.expires_at = giving.end;
  if (!lasts(giving.end, added_.expires_at))
    co_return fail(Code::kForbidden, kEndsBefore, {{"expiresAt", "maximum", kEndsBefore}});
  log::Change change =
      joining(situation.members, added_, author_of({.grant = grant, .name = actor_.name}, giving.place));
  change.writes.push_back(standing.unchanged());
  co_return decided_by(grant, std::move(change));
}

auto Dissolve::decide(std::uint64_t) -> Task<Changes> {
  CO_TRY(auto situation, co_await look(actor_.grant.account_id));
  const Grant& grant = situation.grant;
  const Place* place = place_to_invite(grant, Role::kOwner, {}, situation.has_owner);
  if (place == nullptr)
    co_return fail(Code::kForbidden, "Only an owner removes a dog, or a trainer while it has no owner.");

  // The log tells who went, not whom they took along.
  const Member remover{.id = grant.account_id,
                       .account_id = grant.account_id,
                       .organization_id = {},
                       .name = actor_.name,
                       .role = place->role,
                       .sections = place->sections,
                       .expires_at = {},
                       .granted_by = {},
                       .since = now_};
  log::Change change =
      member_change("dog-removed", author_of({.grant = grant, .name = actor_.name}, place), now_, remover);
  const auto holds_up = [&grant](const StoredMember& one) {
    return std::ranges::any_of(grant.places, [&](const Place& held) {
      return one.member.id == (held.organization ? held.organization->id : grant.account_id);
    });
  };
  std::ranges::stable_partition(situation.members, [&](const StoredMember& one) { return !holds_up(one); });
  // Beside the head, the entry, the job, and what is checked.
  const std::size_t most = store_.transaction_limit() - 3 - grant.sources.size();
  finished_ = true;
  for (const StoredMember& one : situation.members) {
    auto removal = member_removal(dog_id_, one);
    finished_ = change.writes.size() + removal.size() <= most;
    if (!finished_) break;
    std::ranges::move(removal, std::back_inserter(change.writes));
  }
  if (finished_) change.writes.push_back(erasure_of(dog_id_, now_));
  co_return decided_by(grant, std::move(change));
}

}  // namespace doggy::circle
