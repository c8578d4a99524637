#include "registry/organizations/membership.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::organizations {
namespace {

constexpr std::string_view kRoleLetters = "atwc";  // In the order of OrganizationRole.
constexpr std::size_t kEntryLength = 37;           // An id and a letter; entries follow each other.

}  // namespace

char letter_of(circle::OrganizationRole role) {
  return kRoleLetters[static_cast<std::size_t>(role)];
}

std::string partition_of(const std::string& organization_id) {
  return keys::kOrganization.of(organization_id);
}
store::Key organization_key(const std::string& organization_id) {
  return {.pk = partition_of(organization_id), .sk = "ORG"};
}
store::Key memberships_key(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "ORGS"};
}

std::vector<Membership> memberships_in(const std::optional<store::Item>& item) {
  std::vector<Membership> memberships;
  if (!item) return memberships;
  for (std::string_view label = item->label; label.size() >= kEntryLength; label.remove_prefix(kEntryLength))
    memberships.push_back({.organization_id = std::string(label.substr(0, kEntryLength - 1)),
                           .role = static_cast<circle::OrganizationRole>(kRoleLetters.find(label[kEntryLength - 1]))});
  return memberships;
}

std::string memberships_label(const std::vector<Membership>& memberships) {
  std::string label;
  for (const Membership& one : memberships) {
    label += one.organization_id;
    label += letter_of(one.role);
  }
  return label;
}

std::optional<circle::OrganizationRole> role_in(const std::vector<Membership>& memberships,
                                                const std::string& organization_id) {
  const auto found = std::ranges::find(memberships, organization_id, &Membership::organization_id);
  if (found == memberships.end()) return std::nullopt;
  return found->role;
}

Task<Result<std::vector<Membership>>> memberships_of(store::Store& store, std::string account_id) {
  CO_TRY(auto item, co_await store.get(memberships_key(account_id)));
  co_return memberships_in(item);
}

store::Write Standing::unchanged() const {
  store::Item next = item;
  ++next.version;
  return store::Put{std::move(next), store::VersionIs{item.version}};
}

Task<Result<Standing>> standing_in(store::Store& store, std::string organization_id, std::string account_id) {
  std::vector<store::Key> keys{organization_key(organization_id), memberships_key(account_id)};
  CO_TRY(auto items, co_await store.get_many(std::move(keys)));
  auto& organization = items.front();
  const auto role = role_in(memberships_in(items.back()), organization_id);
  if (!organization || !role) co_return fail(Code::kNotFound, "There is no such organization.");
  circle::OrganizationName name{.id = std::move(organization_id), .name = organization->label};
  co_return Standing{.name = std::move(name), .role = *role, .item = std::move(*organization)};
}

}  // namespace doggy::organizations
