#include "registry/circle/grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/circle/circle_storage.h"
#include "registry/circle/place_label.h"
#include "registry/keys.h"
#include "registry/organizations/membership.h"

namespace doggy::circle {
namespace {

constexpr std::string_view kDogPrefix = "DOG#";

// The twins in one partition: of an account, or of an organization it belongs to.
struct Source {
  std::string pk;
  std::optional<organizations::Membership> through;
  std::vector<store::Item> items;
};

// A place, and what it was read from, which changes whenever it does.
struct FoundPlace {
  Place place;
  std::uint64_t version;
  std::string trace;
};

GrantSource source_of(const store::Item& item) {
  return {.pk = item.key.pk, .sk = item.key.sk, .version = item.version};
}

std::string dog_of(const store::Item& twin) {
  return twin.key.sk.substr(kDogPrefix.size());
}

// Of an item that holds a place of the account itself, or of an organization it belongs to.
std::optional<FoundPlace> place_in(const store::Item& item, const std::optional<organizations::Membership>& through,
                                   std::string organization_name, const Timestamp& now) {
  auto place = place_from_label(item.label, now);
  if (!place) return std::nullopt;
  if (!through)
    return FoundPlace{.place = std::move(*place), .version = item.version, .trace = std::to_string(item.version)};
  place->organization = OrganizationName{.id = through->organization_id, .name = std::move(organization_name)};
  return FoundPlace{
      .place = place_in_organization(*place, through->role),
      .version = item.version,
      .trace = fmt::format("{} {} {}", through->organization_id, static_cast<int>(through->role), item.version)};
}

// Of one's own place alone the item's; with others a hash of all, above any item's.
std::uint64_t version_of(const std::vector<FoundPlace>& found) {
  if (found.size() == 1 && !found.front().place.organization) return found.front().version;
  constexpr std::size_t kHexDigits = 15;
  std::string trace;
  for (const FoundPlace& one : found) trace += one.trace + ";";
  const std::string hash = sha256_hex(trace);
  std::uint64_t number = 0;
  std::from_chars(hash.data(), hash.data() + kHexDigits, number, 16);
  return number | (std::uint64_t{1} << 62U);
}

Membership membership_of(std::string dog_id, std::string account_id, std::vector<FoundPlace> found) {
  const std::uint64_t version = version_of(found);
  std::vector<Place> places;
  places.reserve(found.size());
  for (FoundPlace& one : found) places.push_back(std::move(one.place));
  return {
      .dog_id = std::move(dog_id), .grant = make_grant(std::move(account_id), std::move(places)), .version = version};
}

Task<Result<void>> fill(store::Store& store, Source& source, std::string after, std::size_t limit) {
  store::Query query{.pk = source.pk, .from = std::string(kDogPrefix), .to = "DOG$"};
  if (!after.empty()) query.after = std::string(kDogPrefix) + after;
  query.limit = limit;
  CO_TRY(auto items, co_await store.query(std::move(query)));
  source.items = std::move(items);
  co_return Result<void>{};
}

// Where pages of several partitions are known to be complete: up to the least last id of those that were full.
std::string known_until(const std::vector<Source>& sources, std::size_t limit) {
  std::string until;
  for (const Source& source : sources)
    if (source.items.size() == limit && (until.empty() || dog_of(source.items.back()) < until))
      until = dog_of(source.items.back());
  return until;
}

// Merges the sources' pages, with the names of organizations by their ids.
Memberships merged(const std::vector<Source>& sources, const std::map<std::string, std::string>& names,
                   const std::string& account_id, std::size_t limit, const Timestamp& now) {
  std::string until = known_until(sources, limit);
  std::map<std::string, std::vector<FoundPlace>> dogs;
  for (const Source& source : sources)
    for (const store::Item& item : source.items) {
      const std::string dog_id = dog_of(item);
      if (!until.empty() && dog_id > until) continue;
      auto& places = dogs[dog_id];
      const auto name = source.through ? names.find(source.through->organization_id) : names.end();
      if (auto found = place_in(item, source.through, name == names.end() ? "" : name->second, now))
        places.push_back(std::move(*found));
    }
  Memberships page;
  std::size_t seen = 0;
  std::string last;
  for (auto& [dog_id, places] : dogs) {
    if (seen++ == limit) {
      until = std::move(last);
      break;
    }
    last = dog_id;
    if (!places.empty()) page.items.push_back(membership_of(dog_id, account_id, std::move(places)));
  }
  page.next = std::move(until);
  return page;
}

}  // namespace

Task<Result<Grant>> read_grant(store::Store& store, std::string dog_id, std::string account_id, Timestamp now) {
  std::vector<store::Key> keys{member_key(dog_id, account_id), organizations::memberships_key(account_id)};
  CO_TRY(auto items, co_await store.get_many(std::move(keys)));
  std::vector<Place> places;
  std::vector<GrantSource> sources;
  const auto add = [&](const store::Item& item, std::optional<FoundPlace> found) {
    if (!found) return;
    places.push_back(std::move(found->place));
    sources.push_back(source_of(item));
  };
  if (const auto& own = items.front()) add(*own, place_in(*own, std::nullopt, {}, now));

  const auto memberships = organizations::memberships_in(items.back());
  if (!memberships.empty()) {
    std::vector<store::Key> more;
    for (const auto& one : memberships) {
      more.push_back(member_key(dog_id, one.organization_id));
      more.push_back(organizations::organization_key(one.organization_id));
    }
    CO_TRY(auto theirs, co_await store.get_many(std::move(more)));
    for (std::size_t i = 0; i < memberships.size(); ++i) {
      const auto& member = theirs[2 * i];
      const auto& organization = theirs[(2 * i) + 1];
      if (!member || !organization) continue;
      add(*member, place_in(*member, memberships[i], organization->label, now));
    }
  }
  if (places.empty()) co_return fail(Code::kNotFound, "There is no such dog.");
  if (std::ranges::any_of(places, [](const Place& place) { return place.organization.has_value(); }))
    sources.push_back(source_of(*items.back()));
  Grant grant = make_grant(std::move(account_id), std::move(places));
  grant.sources = std::move(sources);
  co_return grant;
}

std::vector<store::Write> unchanged(const Grant& grant) {
  std::vector<store::Write> checks;
  checks.reserve(grant.sources.size());
  for (const GrantSource& source : grant.sources)
    checks.emplace_back(store::Check{{.pk = source.pk, .sk = source.sk}, store::VersionIs{source.version}});
  return checks;
}

Task<Result<Memberships>> read_dogs(store::Store& store, std::string account_id, std::string after, std::size_t limit,
                                    Timestamp now) {
  CO_TRY(auto memberships, co_await organizations::memberships_of(store, account_id));
  std::vector<Source> sources{{.pk = keys::kAccount.of(account_id), .through = {}, .items = {}}};
  std::vector<store::Key> keys;
  for (auto& one : memberships) {
    keys.push_back(organizations::organization_key(one.organization_id));
    sources.push_back({.pk = organizations::partition_of(one.organization_id), .through = std::move(one), .items = {}});
  }
  std::map<std::string, std::string> names;
  if (!keys.empty()) {
    CO_TRY(auto found, co_await store.get_many(std::move(keys)));
    for (std::size_t i = 0; i < found.size(); ++i)
      if (found[i]) names[sources[i + 1].through->organization_id] = found[i]->label;
  }
  for (Source& source : sources) {
    CO_CHECK_OK(co_await fill(store, source, after, limit));
  }
  co_return merged(sources, names, account_id, limit, now);
}

Task<Result<Memberships>> read_dogs_of_organization(store::Store& store, OrganizationName organization,
                                                    std::string account_id, OrganizationRole role, std::string after,
                                                    std::size_t limit, Timestamp now) {
  std::vector<Source> sources{{.pk = organizations::partition_of(organization.id),
                               .through = organizations::Membership{.organization_id = organization.id, .role = role},
                               .items = {}}};
  CO_CHECK_OK(co_await fill(store, sources.front(), std::move(after), limit));
  const std::map<std::string, std::string> names{{organization.id, organization.name}};
  co_return merged(sources, names, account_id, limit, now);
}

}  // namespace doggy::circle
