#include "registry/organizations/organization_storage.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/store/compare_and_swap.h"

namespace doggy::organizations {
namespace {

constexpr std::size_t kMostAtOnce = 1000;

Task<Result<Snapshot>> load_snapshot(store::Store& store, std::string organization_id, std::string account_id) {
  CO_TRY(auto item, co_await store.get(organization_key(organization_id)));
  if (!item) co_return no_organization();
  CO_TRY(auto organization, codec::decode_text<Organization>(item->body, codec::Source::kStored));
  Snapshot snapshot{.organization = std::move(organization), .version = item->version};

  CO_TRY(auto members, co_await stored_members(store, std::move(organization_id)));
  snapshot.members = std::move(members);
  CO_TRY(auto memberships, co_await store.get(memberships_key(account_id)));
  snapshot.memberships = std::move(memberships);
  co_return snapshot;
}

// What the account belongs to is written on the condition that nothing about that has changed meanwhile. Its version is
// unique over leaving all and coming back, as writes check it (circle/granted_operation.h).
store::Write memberships_write(const Snapshot& snapshot, const std::string& account_id,
                               const std::vector<Membership>& memberships, const Timestamp& since) {
  store::Condition condition = store::Absent{};
  if (snapshot.memberships) condition = store::VersionIs{snapshot.memberships->version};
  if (memberships.empty()) return store::Delete{memberships_key(account_id), condition};
  const std::uint64_t version =
      snapshot.memberships ? snapshot.memberships->version + 1 : static_cast<std::uint64_t>(since.unix_ms());
  return store::Put{{.key = memberships_key(account_id), .version = version, .label = memberships_label(memberships)},
                    condition};
}

// What a change writes, the organization's own item with it.
Task<Result<store::Writes>> decide_change(store::Store& store, std::string organization_id, std::string account_id,
                                          Decide decide) {
  CO_TRY(const Snapshot snapshot, co_await load_snapshot(store, organization_id, account_id));
  auto writes = decide(snapshot);
  if (!writes || writes->empty()) co_return writes;
  const bool says_itself = std::ranges::any_of(*writes, [&](const store::Write& write) {
    const auto* put = std::get_if<store::Put>(&write);
    const auto* removal = std::get_if<store::Delete>(&write);
    const store::Key key = organization_key(organization_id);
    return (put != nullptr && put->item.key == key) || (removal != nullptr && removal->key == key);
  });
  if (!says_itself)
    writes->push_back(
        organization_put(snapshot.organization, snapshot.version + 1, store::VersionIs{snapshot.version}));
  co_return writes;
}

}  // namespace

const StoredMember* Snapshot::find(const std::string& account_id) const {
  const auto found =
      std::ranges::find_if(members, [&](const StoredMember& one) { return one.member.account_id == account_id; });
  return found == members.end() ? nullptr : &*found;
}

bool Snapshot::is_last_admin(const Member& member) const {
  return member.role == Role::kAdmin &&
         std::ranges::count_if(members, [](const StoredMember& one) { return one.member.role == Role::kAdmin; }) <= 1;
}

store::Key member_key(const std::string& organization_id, const std::string& account_id) {
  return {.pk = partition_of(organization_id), .sk = "MEMBER#" + account_id};
}

store::Write organization_put(const Organization& organization, std::uint64_t version, store::Condition condition) {
  return store::Put{{.key = organization_key(organization.id.text()),
                     .version = version,
                     .body = codec::encode_text(organization, codec::Source::kStored),
                     .label = organization.name},
                    condition};
}

std::vector<store::Write> member_writes(const Snapshot& snapshot, const Member& member) {
  const std::string organization_id = snapshot.organization.id.text();
  const StoredMember* old = snapshot.find(member.account_id);
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = member_key(organization_id, member.account_id),
                                  .version = old != nullptr ? old->version + 1 : 1,
                                  .body = codec::encode_text(member, codec::Source::kStored),
                                  .label = std::string(1, letter_of(member.role))},
                                 old != nullptr ? store::Condition(store::VersionIs{old->version}) : store::Absent{}});
  std::vector<Membership> memberships = memberships_in(snapshot.memberships);
  const auto known = std::ranges::find(memberships, organization_id, &Membership::organization_id);
  if (known != memberships.end())
    known->role = member.role;
  else
    memberships.push_back({.organization_id = organization_id, .role = member.role});
  writes.push_back(memberships_write(snapshot, member.account_id, memberships, member.since));
  return writes;
}

std::vector<store::Write> member_removal(const Snapshot& snapshot, const StoredMember& stored) {
  const std::string organization_id = snapshot.organization.id.text();
  std::vector<store::Write> writes;
  writes.emplace_back(
      store::Delete{member_key(organization_id, stored.member.account_id), store::VersionIs{stored.version}});
  std::vector<Membership> memberships = memberships_in(snapshot.memberships);
  std::erase_if(memberships, [&](const Membership& one) { return one.organization_id == organization_id; });
  writes.push_back(memberships_write(snapshot, stored.member.account_id, memberships, stored.member.since));
  store::Key former{.pk = memberships_key(stored.member.account_id).pk, .sk = std::string(kFormer) + organization_id};
  writes.emplace_back(store::Put{{.key = std::move(former), .version = 1}, store::Any{}});
  return writes;
}

Task<Result<std::vector<StoredMember>>> stored_members(store::Store& store, std::string organization_id) {
  store::Query query{.pk = partition_of(organization_id), .from = "MEMBER#", .to = "MEMBER$"};
  query.limit = kMostAtOnce;
  CO_TRY(auto items, co_await store.query(std::move(query)));
  std::vector<StoredMember> members;
  for (const store::Item& one : items) {
    CO_TRY(auto member, codec::decode_text<Member>(one.body, codec::Source::kStored));
    members.push_back({.member = std::move(member), .version = one.version});
  }
  co_return members;
}

Task<Result<Snapshot>> read_snapshot(store::Store& store, std::string organization_id, std::string account_id) {
  auto snapshot = co_await load_snapshot(store, std::move(organization_id), account_id);
  if (snapshot && snapshot->find(account_id) == nullptr) co_return no_organization();
  co_return snapshot;
}

Task<Result<void>> change(store::Store& store, std::string organization_id, std::string account_id, Decide decide) {
  std::function<Task<Result<store::Writes>>()> again = [&store, organization_id, account_id, decide] {
    return decide_change(store, organization_id, account_id, decide);
  };
  CO_CHECK_OK(co_await store::compare_and_swap(store, std::move(again),
                                               "This organization is being changed by many at once. Try again."));
  co_return Result<void>{};
}

Result<void> check_admin(const Snapshot& snapshot, const std::string& actor_id) {
  const StoredMember* actor = snapshot.find(actor_id);
  if (actor == nullptr) return no_organization();
  if (actor->member.role == Role::kAdmin) return {};
  return fail(Code::kForbidden, "Only an admin of the organization does this.");
}

std::unexpected<Error> no_organization() {
  return fail(Code::kNotFound, "There is no such organization.");
}

}  // namespace doggy::organizations
