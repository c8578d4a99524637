// Several places of one person: each decides by itself, and what one opens is never combined with what another does.
#include <gtest/gtest.h>

#include <algorithm>

#include "registry/circle/policy.h"
#include "registry/circle/testing/every.h"

namespace doggy::circle {
namespace {

constexpr std::array kOrganizationRoles{OrganizationRole::kAdmin, OrganizationRole::kTrainer, OrganizationRole::kWalker,
                                        OrganizationRole::kCarer};

Sections all_at(Level level) {
  return {level, level, level, level, level, level, level};
}

Sections with_notes(Level notes, Level others) {
  Sections sections = all_at(others);
  sections.notes = notes;
  return sections;
}

Place place(Role role, const Sections& sections, const std::string& organization = {}) {
  Place made{.role = role, .sections = sections, .organization = {}};
  if (!organization.empty()) made.organization = OrganizationName{.id = organization, .name = organization};
  return made;
}

// Every role with every level of notes: what a second place may be.
std::vector<Place> all_places(const std::string& organization) {
  std::vector<Place> all;
  for (Role role : kRoles)
    for (Level notes : kLevels)
      for (Level others : {Level::kNone, Level::kWrite})
        all.push_back(place(role, with_notes(notes, others), organization));
  return all;
}

// The decisions on one record, as the rules give them to a person with these places.
struct Decisions {
  explicit Decisions(const Grant& grant, const RecordFacts& record)
      : reads(may_read(grant, record)),
        creates(may_create(grant, record.section)),
        looks(may_look_into(grant, record.section)),
        edits_own(may_edit(grant, record, Editing::kAuthor)),
        edits_shared(may_edit(grant, record, Editing::kShared)),
        follows(place_to_follow(grant, record, false) != nullptr),
        answers(place_to_follow(grant, record, true) != nullptr),
        manages(may_manage_circle(grant)) {}

  bool reads, creates, looks, edits_own, edits_shared, follows, answers, manages;

  [[nodiscard]] Decisions either(const Decisions& other) const {
    Decisions both = *this;
    both.reads = reads || other.reads;
    both.creates = creates || other.creates;
    both.looks = looks || other.looks;
    both.edits_own = edits_own || other.edits_own;
    both.edits_shared = edits_shared || other.edits_shared;
    both.follows = follows || other.follows;
    both.answers = answers || other.answers;
    both.manages = manages || other.manages;
    return both;
  }
  bool operator==(const Decisions&) const = default;
};

// Every pair of places × audience × author or not: two places permit what one of them permits, and nothing more.
TEST(Places, PermitTogetherWhatOneOfThemPermitsAndNothingMore) {
  const auto all_audiences = audiences();
  for (const Place& own : all_places(""))
    for (const Place& other : all_places("school"))
      for (const Audience& audience : all_audiences)
        for (std::string_view author : {"me", "other"}) {
          const RecordFacts record{.section = Section::kNotes, .author_id = author, .audience = audience};
          const Decisions one(make_grant("me", {own}), record);
          const Decisions two(make_grant("me", {other}), record);
          ASSERT_EQ(Decisions(make_grant("me", {own, other}), record), one.either(two));
        }
}

TEST(Places, OpenNoSectionOfOneToTheRoleOfAnother) {
  // A walker of their own who reads everything, and a trainer by the school with the notes closed.
  const Grant grant = make_grant("me", {place(Role::kWalker, all_at(Level::kWrite)),
                                        place(Role::kTrainer, with_notes(Level::kNone, Level::kWrite), "school")});
  const Audience trainers{Role::kTrainer};
  EXPECT_FALSE(may_read(grant, {.section = Section::kNotes, .author_id = "other", .audience = trainers}));
  EXPECT_TRUE(may_read(grant, {.section = Section::kHealth, .author_id = "other", .audience = trainers}));
}

TEST(Places, GiveTheWriterTheStrongestRoleThatPermitsIt) {
  const Grant grant = make_grant("me", {place(Role::kWalker, all_at(Level::kWrite)),
                                        place(Role::kTrainer, with_notes(Level::kRead, Level::kWrite), "school"),
                                        place(Role::kWalker, all_at(Level::kWrite), "walkers")});
  EXPECT_EQ(grant.places.front().role, Role::kTrainer);
  EXPECT_EQ(place_to_create(grant, Section::kNotes)->role, Role::kWalker);
  EXPECT_FALSE(place_to_create(grant, Section::kNotes)->organization) << "one's own before an organization's";
  EXPECT_EQ(place_to_create(grant, Section::kHealth)->role, Role::kTrainer);
  const Audience trainers{Role::kTrainer};
  const RecordFacts record{.section = Section::kNotes, .author_id = "other", .audience = trainers};
  EXPECT_EQ(place_to_edit(grant, record, Editing::kShared), nullptr) << "who sees it does not write there";
  EXPECT_EQ(place_to_follow(grant, record, false), nullptr);
  EXPECT_EQ(place_to_follow(grant, record, true)->role, Role::kTrainer);
}

// Every pair of places × role given × sections given × owner or not.
TEST(Places, GiveOutOnlyWhatOneOfThemHolds) {
  for (const Place& own : all_places(""))
    for (const Place& other : all_places("school"))
      for (Role given : kRoles)
        for (Role old : kRoles)
          for (Level notes : kLevels)
            for (bool has_owner : {false, true}) {
              const Sections sections = with_notes(notes, Level::kNone);
              const auto gives = [&](const Grant& grant) {
                return place_to_change(grant, old, given, sections, has_owner) != nullptr;
              };
              const bool each = gives(make_grant("me", {own})) || gives(make_grant("me", {other}));
              ASSERT_EQ(gives(make_grant("me", {own, other})), each);
            }
}

TEST(Places, AreNeverMixedToGiveOutARoleOfOneWithASectionOfAnother) {
  const Grant grant = make_grant("me", {place(Role::kWalker, all_at(Level::kWrite)),
                                        place(Role::kTrainer, with_notes(Level::kNone, Level::kWrite), "school")});
  EXPECT_EQ(place_to_invite(grant, Role::kWalker, all_at(Level::kWrite), true), nullptr);
  EXPECT_EQ(place_to_invite(grant, Role::kWalker, with_notes(Level::kNone, Level::kWrite), true)->role, Role::kTrainer);
}

// Every granted role × role in the organization.
TEST(Places, LetMembersOfAnOrganizationActInTheWeakerOfTwoRoles) {
  using enum Role;
  struct Row {
    Role granted;
    std::array<Role, 4> acting;  // Of admin, trainer, walker and carer.
  };
  for (const Row& row :
       {Row{kOwner, {kOwner, kTrainer, kWalker, kCarer}}, Row{kTrainer, {kTrainer, kTrainer, kWalker, kCarer}},
        Row{kCarer, {kCarer, kCarer, kWalker, kCarer}}, Row{kWalker, {kWalker, kWalker, kWalker, kWalker}}})
    for (std::size_t i = 0; i < kOrganizationRoles.size(); ++i)
      EXPECT_EQ(acting_role(row.granted, kOrganizationRoles[i]), row.acting[i]);
}

// Every granted role × level × role in the organization × section.
TEST(Places, OpenToMembersAtMostWhatTheOrganizationHasAndTheirRoleMay) {
  for (Role granted : kRoles)
    for (Level level : kLevels)
      for (OrganizationRole member : kOrganizationRoles) {
        const Place theirs = place_in_organization(place(granted, all_at(level), "school"), member);
        EXPECT_EQ(theirs.role, acting_role(granted, member));
        EXPECT_EQ(theirs.organization->id, "school");
        for (Section section : kSections)
          EXPECT_EQ(theirs.sections.of(section), std::min(level, default_sections(theirs.role).of(section)));
      }
}

TEST(Places, TellTogetherWhereThereIsAnythingToDo) {
  const Grant grant = make_grant("me", {place(Role::kWalker, with_notes(Level::kWrite, Level::kNone)),
                                        place(Role::kTrainer, with_notes(Level::kNone, Level::kRead), "school")});
  EXPECT_EQ(all_sections(grant), with_notes(Level::kWrite, Level::kRead));
}

}  // namespace
}  // namespace doggy::circle
