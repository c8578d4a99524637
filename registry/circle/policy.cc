#include "registry/circle/policy.h"

#include <algorithm>
#include <utility>

namespace doggy::circle {
namespace {

bool has_role(const Audience& audience, Role role) {
  return std::ranges::find(audience, role) != audience.end();
}

bool is_readable(const Place& place, Section section) {
  return place.sections.of(section) != Level::kNone;
}

bool is_writable(const Place& place, Section section) {
  return place.sections.of(section) == Level::kWrite;
}

// Both sections of what belongs to a record of another one.
bool opens(const Place& place, const RecordFacts& record) {
  return is_readable(place, record.section) && (!record.also || is_readable(place, *record.also));
}

bool reads(const Place& place, const RecordFacts& record, bool is_author) {
  return opens(place, record) && (is_author || has_role(record.audience, place.role));
}

bool invites(const Place& place, Role role, bool dog_has_owner) {
  switch (place.role) {
    case Role::kOwner:
      return true;
    case Role::kTrainer:
      return role != Role::kOwner || !dog_has_owner;
    case Role::kWalker:
    case Role::kCarer:
      return false;
  }
  return false;
}

bool holds(const Place& place, const Sections& sections) {
  return at_most(sections, place.sections) == sections;
}

// The first place of the grant, and so the strongest, that the rule holds for.
template <class Rule>
const Place* find_place(const Grant& grant, const Rule& rule) {
  const auto found = std::ranges::find_if(grant.places, rule);
  return found == grant.places.end() ? nullptr : &*found;
}

unsigned strength(Role role) {
  switch (role) {
    case Role::kOwner:
      return 3;
    case Role::kTrainer:
      return 2;
    case Role::kCarer:
      return 1;
    case Role::kWalker:
      return 0;
  }
  return 0;
}

}  // namespace

Level Sections::of(Section section) const {
  switch (section) {
    case Section::kProfile:
      return profile;
    case Section::kNotes:
      return notes;
    case Section::kTraining:
      return training;
    case Section::kBehavior:
      return behavior;
    case Section::kHealth:
      return health;
    case Section::kCalendar:
      return calendar;
    case Section::kMedia:
      return media;
  }
  return Level::kNone;
}

Sections default_sections(Role role) {
  constexpr Level kRead = Level::kRead;
  constexpr Level kWrite = Level::kWrite;
  switch (role) {
    case Role::kOwner:
    case Role::kTrainer:
      return {.profile = kWrite,
              .notes = kWrite,
              .training = kWrite,
              .behavior = kWrite,
              .health = kWrite,
              .calendar = kWrite,
              .media = kWrite};
    case Role::kWalker:
      return {.profile = kRead,
              .notes = kWrite,
              .training = kRead,
              .behavior = kWrite,
              .health = kRead,
              .calendar = kRead,
              .media = kWrite};
    case Role::kCarer:
      return {.profile = kRead,
              .notes = kWrite,
              .training = kRead,
              .behavior = kWrite,
              .health = kWrite,
              .calendar = kRead,
              .media = kWrite};
  }
  return {};
}

Grant make_grant(std::string account_id, std::vector<Place> places) {
  std::ranges::stable_sort(places, [](const Place& one, const Place& other) {
    return std::pair(strength(one.role), !one.organization) > std::pair(strength(other.role), !other.organization);
  });
  return {.account_id = std::move(account_id), .places = std::move(places)};
}

Role weaker_of(Role one, Role other) {
  return strength(one) < strength(other) ? one : other;
}

Role acting_role(Role granted, OrganizationRole member) {
  switch (member) {
    case OrganizationRole::kAdmin:
      return granted;
    case OrganizationRole::kTrainer:
      return weaker_of(granted, Role::kTrainer);
    case OrganizationRole::kWalker:
      return weaker_of(granted, Role::kWalker);
    case OrganizationRole::kCarer:
      return weaker_of(granted, Role::kCarer);
  }
  return Role::kWalker;
}

Place place_in_organization(const Place& granted, OrganizationRole member) {
  const Role role = acting_role(granted.role, member);
  return {.role = role,
          .sections = at_most(default_sections(role), granted.sections),
          .organization = granted.organization};
}

Grant seen_as(Grant grant, Role role) {
  constexpr Level kRead = Level::kRead;
  constexpr Sections kLooking{.profile = kRead,
                              .notes = kRead,
                              .training = kRead,
                              .behavior = kRead,
                              .health = kRead,
                              .calendar = kRead,
                              .media = kRead};
  const Sections shown = at_most(kLooking, default_sections(role));
  for (Place& place : grant.places) place.sections = at_most(shown, place.sections);
  grant.seen_as = role;
  return grant;
}

bool may_read(const Grant& grant, const RecordFacts& record) {
  if (grant.seen_as && !has_role(record.audience, *grant.seen_as)) return false;
  const bool is_author = grant.account_id == record.author_id;
  return find_place(grant, [&](const Place& place) { return reads(place, record, is_author); }) != nullptr;
}

bool may_look_into(const Grant& grant, Section section) {
  return find_place(grant, [&](const Place& place) { return is_readable(place, section); }) != nullptr;
}

bool may_create(const Grant& grant, Section section) {
  return place_to_create(grant, section) != nullptr;
}

bool may_edit(const Grant& grant, const RecordFacts& record, Editing editing) {
  return place_to_edit(grant, record, editing) != nullptr;
}

const Place* place_to_create(const Grant& grant, Section section) {
  return find_place(grant, [&](const Place& place) { return is_writable(place, section); });
}

const Place* place_to_edit(const Grant& grant, const RecordFacts& record, Editing editing) {
  const bool is_author = grant.account_id == record.author_id;
  return find_place(grant, [&](const Place& place) {
    if (!is_writable(place, record.section) || !opens(place, record)) return false;
    switch (editing) {
      case Editing::kAuthor:
        return is_author;
      case Editing::kShared:
        return reads(place, record, is_author);
    }
    return false;
  });
}

const Place* place_to_follow(const Grant& grant, const RecordFacts& followed, bool reading_is_enough) {
  const bool is_author = grant.account_id == followed.author_id;
  return find_place(grant, [&](const Place& place) {
    return reads(place, followed, is_author) && (reading_is_enough || is_writable(place, followed.section));
  });
}

const Place* place_to_attach(const Grant& grant, const RecordFacts& followed, Section section) {
  const bool is_author = grant.account_id == followed.author_id;
  return find_place(
      grant, [&](const Place& place) { return reads(place, followed, is_author) && is_writable(place, section); });
}

bool may_manage_circle(const Grant& grant) {
  return find_place(grant, [](const Place& place) {
           return place.role == Role::kOwner || place.role == Role::kTrainer;
         }) != nullptr;
}

bool may_invite(const Grant& grant, Role role, bool dog_has_owner) {
  return find_place(grant, [&](const Place& place) { return invites(place, role, dog_has_owner); }) != nullptr;
}

const Place* place_to_invite(const Grant& grant, Role role, const Sections& sections, bool dog_has_owner) {
  return place_to_change(grant, role, role, sections, dog_has_owner);
}

const Place* place_to_change(const Grant& grant, Role old, Role role, const Sections& sections, bool dog_has_owner) {
  return find_place(grant, [&](const Place& place) {
    return invites(place, old, dog_has_owner) && invites(place, role, dog_has_owner) && holds(place, sections);
  });
}

Sections all_sections(const Grant& grant) {
  Sections all;
  for (const Place& place : grant.places)
    for (auto section : {&Sections::profile, &Sections::notes, &Sections::training, &Sections::behavior,
                         &Sections::health, &Sections::calendar, &Sections::media})
      all.*section = std::max(all.*section, place.sections.*section);
  return all;
}

Sections at_most(const Sections& wanted, const Sections& held) {
  return {.profile = std::min(wanted.profile, held.profile),
          .notes = std::min(wanted.notes, held.notes),
          .training = std::min(wanted.training, held.training),
          .behavior = std::min(wanted.behavior, held.behavior),
          .health = std::min(wanted.health, held.health),
          .calendar = std::min(wanted.calendar, held.calendar),
          .media = std::min(wanted.media, held.media)};
}

bool is_last_keeper(Role role, unsigned owners, unsigned trainers) {
  switch (role) {
    case Role::kOwner:
      return owners <= 1;
    case Role::kTrainer:
      return owners == 0 && trainers <= 1;
    case Role::kWalker:
    case Role::kCarer:
      return false;
  }
  return false;
}

}  // namespace doggy::circle
