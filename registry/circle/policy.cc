#include "registry/circle/policy.h"

#include <algorithm>

namespace doggy::circle {
namespace {

bool is_author_of(const Grant& grant, const RecordFacts& record) {
  return grant.account_id == record.author_id;
}

bool is_writable(const Grant& grant, Section section) {
  return grant.sections.of(section) == Level::kWrite;
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

bool may_read(const Grant& grant, const RecordFacts& record) {
  if (grant.sections.of(record.section) == Level::kNone) return false;
  return is_author_of(grant, record) || std::ranges::find(record.audience, grant.role) != record.audience.end();
}

bool may_create(const Grant& grant, Section section) {
  return is_writable(grant, section);
}

bool may_edit(const Grant& grant, const RecordFacts& record, Editing editing) {
  if (!is_writable(grant, record.section)) return false;
  switch (editing) {
    case Editing::kAuthor:
      return is_author_of(grant, record);
    case Editing::kShared:
      return may_read(grant, record);
  }
  return false;
}

bool may_manage_circle(const Grant& grant) {
  return grant.role == Role::kOwner || grant.role == Role::kTrainer;
}

bool may_invite(const Grant& grant, Role role, bool dog_has_owner) {
  switch (grant.role) {
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
