#include "registry/dogs/dogs.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/calendar/time_zone.h"
#include "registry/circle/granted_operation.h"
#include "registry/organizations/membership.h"

namespace doggy::dogs {
namespace {

using Changes = Result<std::vector<log::Change>>;

const std::string kUnknownDog = "There is no such dog.";

store::Key dog_key(const std::string& dog_id) {
  return {.pk = log::partition_of(dog_id), .sk = "DOG"};
}

store::Put dog_put(const Dog& dog, store::Condition condition) {
  return {{.key = dog_key(dog.id.text()),
           .version = dog.version,
           .body = codec::encode_text(dog, codec::Source::kStored),
           .label = dog.name},
          condition};
}

You summary_of(const circle::Grant& grant) {
  You you{.member_id = {}, .role = grant.places.front().role, .sections = all_sections(grant), .organizations = {}};
  for (const circle::Place& place : grant.places) {
    if (place.organization)
      you.organizations.push_back(*place.organization);
    else
      you.member_id = grant.account_id;
  }
  return you;
}

// Whoever has a place knows the name; the rest of the profile is a section like any other. The time zone is how their
// own charts count.
void show_to(Dog& dog, const circle::Grant& grant) {
  dog.you = summary_of(grant);
  if (circle::may_look_into(grant, circle::Section::kProfile)) return;
  dog.breed.reset();
  dog.sex.reset();
  dog.neutered.reset();
  dog.birth_date.reset();
  dog.microchip.reset();
  dog.profile_photo_id.reset();
}

log::Change dog_change(std::string action, circle::Author by, Timestamp at, const Dog& dog) {
  return {.action = std::move(action),
          .by = std::move(by),
          .at = std::move(at),
          .label = {},
          .detail_name = "dog",
          .detail = codec::encode_text(dog),
          .writes = {}};
}

// What one field alone cannot tell.
codec::Errors more_errors(const Dog& dog, const Timestamp& now) {
  static constexpr std::int64_t kEarliest = 3652;  // 1980-01-01 in days since 1970.
  if (dog.time_zone && !calendar::is_time_zone(*dog.time_zone))
    return {{"timeZone", "timeZone", "There is no such IANA time zone."}};
  if (!dog.birth_date) return {};
  // Somewhere on Earth it is tomorrow already.
  if (dog.birth_date->days() > now.unix_ms() / kDayMs + 1)
    return {{"birthDate", "maximum", "The day of birth lies in the future."}};
  if (dog.birth_date->days() < kEarliest) return {{"birthDate", "minimum", "The day of birth is before 1980."}};
  return {};
}

Task<Result<Dog>> load(store::Store& store, std::string dog_id) {
  CO_TRY(auto item, co_await store.get(dog_key(dog_id)));
  if (!item) co_return fail(Code::kNotFound, kUnknownDog);
  co_return codec::decode_text<Dog>(item->body, codec::Source::kStored);
}

class ChangeDog : public circle::GrantedOperation {
 public:
  ChangeDog(store::Store& store, std::string dog_id, circle::Actor actor, boost::json::object patch,
            std::optional<std::uint64_t> version, Timestamp now)
      : GrantedOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        patch_(std::move(patch)),
        version_(version) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {"DOG"}; }

  /// After a successful run.
  [[nodiscard]] const Dog& changed() const { return changed_; }
  [[nodiscard]] const circle::Grant& decided_by() const { return actor_.grant; }

 protected:
  circle::Grant& grant() override { return actor_.grant; }

  Task<Changes> change(std::uint64_t) override {
    const circle::Place* place = circle::place_to_create(actor_.grant, circle::Section::kProfile);
    if (place == nullptr) co_return fail(Code::kForbidden, "You may read this dog's profile, but not change it.");
    CO_TRY(auto old, co_await load(store_, dog_id_));
    if (version_ && *version_ != old.version) {
      Error stale{.code = Code::kPreconditionFailed, .detail = "The dog was changed in the meantime."};
      stale.current = codec::encode_text(old);
      co_return std::unexpected(std::move(stale));
    }
    CO_TRY(auto merged, merge(old));
    changed_ = std::move(merged);
    changed_.version = old.version + 1;
    log::Change change = dog_change("dog-changed", author_of(actor_, place), now_, changed_);
    change.writes.emplace_back(dog_put(changed_, store::VersionIs{old.version}));
    std::vector<log::Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }

 private:
  [[nodiscard]] Result<Dog> merge(const Dog& old) const {
    boost::json::object profile = codec::encode(old);
    for (std::string_view name : {"id", "createdAt", "version"}) profile.erase(name);
    codec::merge_patch(profile, patch_);
    auto dog = codec::decode<Dog>(profile, codec::Source::kClient);
    if (!dog) return std::unexpected(codec::invalid(std::move(dog.error())));
    if (auto errors = more_errors(*dog, now_); !errors.empty())
      return std::unexpected(codec::invalid(std::move(errors)));
    dog->id = old.id;
    dog->created_at = old.created_at;
    return *dog;
  }

  circle::Actor actor_;
  const boost::json::object patch_;
  const std::optional<std::uint64_t> version_;
  Dog changed_;
};

// Who is the first in a new dog's circle, who did that, and what is written for it besides.
struct Founding {
  circle::Member member;
  circle::Grant grant;
  std::vector<store::Write> conditions;
};

Founding found_for(const circle::Person& creator, circle::Role role, Timestamp now) {
  const circle::Place place{.role = role, .sections = circle::default_sections(role), .organization = {}};
  return {.member = {.id = creator.id,
                     .account_id = creator.id,
                     .organization_id = {},
                     .name = creator.name,
                     .role = role,
                     .sections = place.sections,
                     .expires_at = {},
                     .granted_by = {},
                     .since = std::move(now)},
          .grant = circle::make_grant(creator.id, {place}),
          .conditions = {}};
}

Result<Founding> found_for(const circle::Person& creator, circle::Role role, Timestamp now,
                           const organizations::Standing& standing) {
  using enum circle::OrganizationRole;
  if (standing.role != kAdmin && standing.role != kTrainer)
    return fail(Code::kForbidden, "Only admins and trainers of the organization add dogs for it.",
                {{"organizationId", "permission", "You are neither admin nor trainer there."}});
  Founding founding = found_for(creator, role, std::move(now));
  founding.member.id = standing.name.id;
  founding.member.account_id.reset();
  founding.member.organization_id = standing.name.id;
  founding.member.name = standing.name.name;
  founding.member.granted_by = creator;
  circle::Place& place = founding.grant.places.front();
  place.organization = standing.name;
  place = circle::place_in_organization(place, standing.role);
  founding.conditions.push_back(standing.unchanged());
  return founding;
}

}  // namespace

Dogs::Dogs(store::Store& store, log::DogLog& log, circle::Circle& circle, Clock clock)
    : store_(store), log_(log), circle_(circle), clock_(std::move(clock)) {}

Task<Result<Dog>> Dogs::create(circle::Person creator, boost::json::object body) {
  boost::json::object role;
  for (const char* name : {"role", "organizationId"}) {
    if (const auto* given = body.if_contains(name)) role[name] = *given;
    body.erase(name);
  }
  auto dog = codec::decode<Dog>(body, codec::Source::kClient);
  auto place = codec::decode<Creator>(role, codec::Source::kClient);
  const Timestamp now = clock_();
  codec::Errors errors = dog ? more_errors(*dog, now) : std::move(dog.error());
  if (!place) errors.insert(errors.end(), place.error().begin(), place.error().end());
  if (!errors.empty()) co_return std::unexpected(codec::invalid(std::move(errors)));

  dog->id = Uuid::v7();
  dog->created_at = now;
  dog->version = 1;
  Founding founding = found_for(creator, place->role, now);
  if (place->organization_id) {
    CO_TRY(auto standing, co_await organizations::standing_in(store_, place->organization_id->text(), creator.id));
    CO_TRY(auto theirs, found_for(creator, place->role, now, standing));
    founding = std::move(theirs);
  }
  const circle::Actor actor{.grant = founding.grant, .name = creator.name};
  log::Change change = dog_change("dog-created", author_of(actor), now, *dog);
  const std::string dog_id = dog->id.text();
  change.writes =
      circle::member_writes(dog_id, founding.member, static_cast<std::uint64_t>(now.unix_ms()), store::Absent{});
  change.writes.emplace_back(dog_put(*dog, store::Absent{}));
  for (store::Write& condition : founding.conditions) change.writes.push_back(std::move(condition));
  auto done = co_await log_.begin(dog_id, std::move(change));
  if (!done && done.error().code == Code::kConflict)
    co_return fail(Code::kConflict, "The organization was changed in the meantime. Try again.");
  if (!done) co_return std::unexpected(done.error());
  show_to(*dog, founding.grant);
  co_return *dog;
}

Task<Result<Dog>> Dogs::get(std::string dog_id, circle::Grant grant) {
  auto dog = co_await load(store_, std::move(dog_id));
  if (dog) show_to(*dog, grant);
  co_return dog;
}

Task<Result<Dogs::Page>> Dogs::list(std::string account_id, std::string after, std::size_t limit) {
  CO_TRY(auto memberships, co_await circle_.dogs_of(std::move(account_id), std::move(after), limit));
  co_return co_await page_of(std::move(memberships));
}

Task<Result<Dogs::Page>> Dogs::list_of_organization(circle::OrganizationName organization, std::string account_id,
                                                    circle::OrganizationRole role, std::string after,
                                                    std::size_t limit) {
  CO_TRY(auto memberships, co_await circle_.dogs_of_organization(std::move(organization), std::move(account_id), role,
                                                                 std::move(after), limit));
  co_return co_await page_of(std::move(memberships));
}

Task<Result<Dogs::Page>> Dogs::page_of(circle::Memberships memberships) {
  Page page;
  page.next = std::move(memberships.next);
  std::vector<store::Key> keys;
  keys.reserve(memberships.items.size());
  for (const auto& membership : memberships.items) keys.push_back(dog_key(membership.dog_id));
  if (keys.empty()) co_return page;
  CO_TRY(auto items, co_await store_.get_many(std::move(keys)));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i]) continue;
    CO_TRY(auto dog, codec::decode_text<Dog>(items[i]->body, codec::Source::kStored));
    show_to(dog, memberships.items[i].grant);
    page.items.push_back(std::move(dog));
  }
  co_return page;
}

Task<Result<Dog>> Dogs::change(std::string dog_id, circle::Actor actor, boost::json::object patch,
                               std::optional<std::uint64_t> version) {
  auto operation = std::make_shared<ChangeDog>(store_, dog_id, std::move(actor), std::move(patch), version, clock_());
  CO_CHECK_OK(co_await log_.run(std::move(dog_id), operation));
  Dog dog = operation->changed();
  show_to(dog, operation->decided_by());
  co_return dog;
}

Task<Result<void>> Dogs::remove(std::string dog_id, circle::Actor actor) {
  co_return co_await circle_.dissolve(std::move(dog_id), std::move(actor));
}

}  // namespace doggy::dogs
