#include "registry/organizations/organizations.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/circle/place_label.h"
#include "registry/organizations/organization_storage.h"

namespace doggy::organizations {
namespace {

using Writes = Result<std::vector<store::Write>>;

const std::string kLastAdmin = "Somebody must run the organization: make another member an admin first.";

Result<std::string> checked_name(std::string name) {
  auto checked = codec::decode<Organization>(boost::json::object{{"name", name}}, codec::Source::kClient);
  if (!checked) return std::unexpected(codec::invalid(std::move(checked.error())));
  return name;
}

Result<Organization> organization_in(const store::Item& item, Role role) {
  auto organization = codec::decode_text<Organization>(item.body, codec::Source::kStored);
  if (organization) organization->role = role;
  return organization;
}

// Whether a dog's circle has it now; a place that has expired does not count.
Task<Result<bool>> has_dogs(store::Store& store, std::string organization_id, Timestamp now) {
  store::Query query{.pk = partition_of(organization_id), .from = "DOG#", .to = "DOG$"};
  query.limit = 500;
  query.brief = true;
  for (;;) {
    CO_TRY(auto twins, co_await store.query(query));
    for (const store::Item& twin : twins)
      if (circle::place_from_label(twin.label, now)) co_return true;
    if (twins.size() < query.limit) co_return false;
    query.after = twins.back().key.sk;
  }
}

}  // namespace

Organizations::Organizations(store::Store& store, Clock clock, Observer observer)
    : store_(store), clock_(std::move(clock)), observer_(std::move(observer)) {}

Task<Result<Organization>> Organizations::create(circle::Person creator, std::string name) {
  CO_TRY(auto checked, checked_name(std::move(name)));
  Organization organization{.id = Uuid::v7(), .name = std::move(checked), .created_at = clock_(), .role = {}};
  CO_TRY(auto memberships, co_await store_.get(memberships_key(creator.id)));
  if (memberships_in(memberships).size() >= kMostMemberships)
    co_return fail(Code::kConflict, "You belong to 50 organizations already: leave one first.");
  const Snapshot snapshot{
      .organization = organization, .version = 0, .members = {}, .memberships = std::move(memberships)};
  std::string creator_id = creator.id;
  const Member member{.account_id = std::move(creator.id),
                      .name = std::move(creator.name),
                      .role = Role::kAdmin,
                      .since = organization.created_at};
  std::vector<store::Write> writes = member_writes(snapshot, member);
  writes.push_back(organization_put(organization, 1, store::Absent{}));
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  if (observer_) observer_(creator_id);
  organization.role = Role::kAdmin;
  co_return organization;
}

Task<Result<std::vector<Organization>>> Organizations::list(std::string account_id) {
  std::vector<Organization> found;
  CO_TRY(auto memberships, co_await memberships_of(store_, std::move(account_id)));
  if (memberships.empty()) co_return found;
  std::vector<store::Key> keys;
  keys.reserve(memberships.size());
  for (const Membership& one : memberships) keys.push_back(organization_key(one.organization_id));
  CO_TRY(auto items, co_await store_.get_many(std::move(keys)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i]) continue;
    CO_TRY(auto organization, organization_in(*items[i], memberships[i].role));
    found.push_back(std::move(organization));
  }
  co_return found;
}

Task<Result<Organization>> Organizations::get(std::string organization_id, std::string account_id) {
  CO_TRY(auto standing, co_await standing_in(store_, std::move(organization_id), std::move(account_id)));
  co_return organization_in(standing.item, standing.role);
}

Task<Result<Organization>> Organizations::rename(std::string organization_id, std::string actor_id, std::string name) {
  CO_TRY(auto checked, checked_name(std::move(name)));
  Organization renamed;
  CO_CHECK_OK(co_await change(store_, std::move(organization_id), actor_id, [&](const Snapshot& snapshot) -> Writes {
    CHECK_OK(check_admin(snapshot, actor_id));
    renamed = snapshot.organization;
    renamed.name = checked;
    std::vector<store::Write> writes;
    writes.push_back(organization_put(renamed, snapshot.version + 1, store::VersionIs{snapshot.version}));
    return writes;
  }));
  renamed.role = Role::kAdmin;
  co_return renamed;
}

Task<Result<void>> Organizations::dissolve(std::string organization_id, std::string actor_id) {
  const auto refuse_with_dogs = [] {
    return fail(Code::kConflict, "It still has dogs: hand them over or leave their circles first.");
  };
  CO_TRY(auto snapshot, co_await read_snapshot(store_, organization_id, actor_id));
  if (auto allowed = check_admin(snapshot, actor_id); !allowed) co_return allowed;
  auto dogs = co_await has_dogs(store_, organization_id, clock_());
  if (!dogs) co_return std::unexpected(dogs.error());
  if (*dogs) co_return refuse_with_dogs();
  // One after the other, for a transaction has its limits; whoever ends it goes last, and can do so again.
  for (const StoredMember& one : snapshot.members) {
    if (one.member.account_id == actor_id) continue;
    auto gone = co_await change(store_, organization_id, one.member.account_id, [&](const Snapshot& now) -> Writes {
      CHECK_OK(check_admin(now, actor_id));
      const StoredMember* member = now.find(one.member.account_id);
      return member == nullptr ? std::vector<store::Write>{} : member_removal(now, *member);
    });
    if (!gone) co_return gone;
    if (observer_) observer_(one.member.account_id);
  }
  // A dog that comes meanwhile changes the organization's version, and is found by looking again.
  CO_TRY(auto last, co_await read_snapshot(store_, organization_id, actor_id));
  dogs = co_await has_dogs(store_, organization_id, clock_());
  if (!dogs) co_return std::unexpected(dogs.error());
  if (*dogs) co_return refuse_with_dogs();
  if (last.members.size() != 1)
    co_return fail(Code::kConflict, "Somebody joined the organization just now. Try again.");
  std::vector<store::Write> writes = member_removal(last, last.members.front());
  writes.emplace_back(store::Delete{organization_key(organization_id), store::VersionIs{last.version}});
  auto done = co_await store_.commit(std::move(writes));
  if (done && observer_) observer_(actor_id);
  co_return done;
}

Task<Result<std::vector<Member>>> Organizations::members(std::string organization_id, std::string account_id) {
  CO_CHECK_OK(co_await standing_in(store_, organization_id, std::move(account_id)));
  co_return co_await people(std::move(organization_id));
}

Task<Result<std::vector<Member>>> Organizations::people(std::string organization_id) {
  CO_TRY(auto stored, co_await stored_members(store_, std::move(organization_id)));
  std::vector<Member> members;
  members.reserve(stored.size());
  for (StoredMember& one : stored) members.push_back(std::move(one.member));
  std::ranges::sort(members, {},
                    [](const Member& member) { return std::pair(member.since.unix_ms(), member.account_id); });
  co_return members;
}

Task<Result<Member>> Organizations::change_role(std::string organization_id, std::string actor_id,
                                                std::string member_id, Role role) {
  Member changed;
  CO_CHECK_OK(co_await change(store_, std::move(organization_id), member_id, [&](const Snapshot& snapshot) -> Writes {
    CHECK_OK(check_admin(snapshot, actor_id));
    const StoredMember* member = snapshot.find(member_id);
    if (member == nullptr) return fail(Code::kNotFound, "There is no such member.");
    changed = member->member;
    if (changed.role == role) return std::vector<store::Write>{};
    if (snapshot.is_last_admin(changed)) return fail(Code::kConflict, kLastAdmin);
    changed.role = role;
    return member_writes(snapshot, changed);
  }));
  if (observer_) observer_(member_id);
  co_return changed;
}

Task<Result<void>> Organizations::remove(std::string organization_id, std::string actor_id, std::string member_id) {
  auto done = co_await change(store_, std::move(organization_id), member_id, [&](const Snapshot& snapshot) -> Writes {
    if (snapshot.find(actor_id) == nullptr) return no_organization();
    if (actor_id != member_id) CHECK_OK(check_admin(snapshot, actor_id));
    const StoredMember* member = snapshot.find(member_id);
    if (member == nullptr) return fail(Code::kNotFound, "There is no such member.");
    if (snapshot.is_last_admin(member->member)) return fail(Code::kConflict, kLastAdmin);
    return member_removal(snapshot, *member);
  });
  if (done && observer_) observer_(member_id);
  co_return done;
}

Task<Result<void>> Organizations::remove_for_good(std::string organization_id, std::string member_id) {
  CO_TRY(auto snapshot, co_await read_snapshot(store_, organization_id, member_id));
  if (snapshot.is_last_admin(snapshot.find(member_id)->member)) {
    if (snapshot.members.size() == 1) {
      auto ended = co_await dissolve(organization_id, member_id);
      if (ended || ended.error().code != Code::kConflict) co_return ended;
      // Whoever has let it in takes its dogs' places back.
      co_return co_await change(store_, std::move(organization_id), member_id, [&](const Snapshot& now) -> Writes {
        const StoredMember* member = now.find(member_id);
        if (now.members.size() != 1 || member == nullptr)
          return fail(Code::kConflict, "Somebody joined the organization just now. Try again.");
        return member_removal(now, *member);
      });
    }
    std::erase_if(snapshot.members, [&](const StoredMember& one) { return one.member.account_id == member_id; });
    const auto next = std::ranges::min_element(snapshot.members, {}, [](const StoredMember& one) {
      return std::tuple(one.member.role, one.member.since.unix_ms(), one.member.account_id);
    });
    CO_CHECK_OK(co_await change_role(organization_id, member_id, next->member.account_id, Role::kAdmin));
  }
  co_return co_await remove(std::move(organization_id), member_id, member_id);
}

}  // namespace doggy::organizations
