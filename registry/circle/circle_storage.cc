#include "registry/circle/circle_storage.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/circle/circle.h"
#include "registry/circle/place_label.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"
#include "registry/organizations/membership.h"
#include "registry/store/query_all.h"

namespace doggy::circle {
namespace {

constexpr std::size_t kMembersAtOnce = 1000;

store::Key twin_key(const std::string& dog_id, const Member& member) {
  std::string pk = member.organization_id ? organizations::partition_of(member.id) : keys::kAccount.of(member.id);
  return {.pk = std::move(pk), .sk = keys::kDog.of(dog_id)};
}

}  // namespace

std::vector<store::Write> member_writes(const std::string& dog_id, const Member& member, std::uint64_t version,
                                        store::Condition condition) {
  const std::string label = place_label(member.role, member.sections, member.expires_at);
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = member_key(dog_id, member.id),
                                  .version = version,
                                  .body = codec::encode_text(member, codec::Source::kStored),
                                  .label = label},
                                 condition});
  writes.emplace_back(store::Put{{.key = twin_key(dog_id, member), .version = version, .label = label}, store::Any{}});
  return writes;
}

std::vector<store::Write> member_removal(const std::string& dog_id, const StoredMember& stored) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{member_key(dog_id, stored.member.id), store::VersionIs{stored.version}});
  writes.emplace_back(store::Delete{twin_key(dog_id, stored.member), store::Any{}});
  if (!stored.member.organization_id)
    writes.emplace_back(store::Put{
        {.key = {.pk = keys::kAccount.of(stored.member.id), .sk = "WAS#" + dog_id}, .version = 1}, store::Any{}});
  return writes;
}

store::Key member_key(const std::string& dog_id, const std::string& member_id) {
  return {.pk = log::partition_of(dog_id), .sk = "MEMBER#" + member_id};
}
store::Key invitation_key(const std::string& dog_id, const std::string& invitation_id) {
  return {.pk = log::partition_of(dog_id), .sk = "INVITE#" + invitation_id};
}
store::Key token_key(const std::string& token) {
  return {.pk = keys::kInvitationKey.of(sha256_hex(token)), .sk = "INVITE"};
}

Task<Result<std::vector<StoredMember>>> stored_members(store::Store& store, std::string dog_id) {
  store::Query query{.pk = log::partition_of(dog_id), .from = "MEMBER#", .to = "MEMBER$"};
  query.limit = kMembersAtOnce;
  CO_TRY(auto items, co_await store::query_all(store, std::move(query)));
  std::vector<StoredMember> members;
  for (store::Item& item : items) {
    CO_TRY(auto member, codec::decode_text<Member>(item.body, codec::Source::kStored));
    members.push_back({.member = std::move(member), .version = item.version});
  }
  co_return members;
}

}  // namespace doggy::circle
