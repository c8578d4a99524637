// Who may see and do what for one dog. Pure functions; every way out of the system asks these and nothing else.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/schema.h"
#include "registry/circle/person.h"

namespace doggy::circle {

enum class Role : std::uint8_t { kOwner, kTrainer, kWalker, kCarer };
BOOST_DESCRIBE_ENUM(Role, kOwner, kTrainer, kWalker, kCarer)

enum class Section : std::uint8_t { kProfile, kNotes, kTraining, kBehavior, kHealth, kCalendar, kMedia };
BOOST_DESCRIBE_ENUM(Section, kProfile, kNotes, kTraining, kBehavior, kHealth, kCalendar, kMedia)

enum class Level : std::uint8_t { kNone, kRead, kWrite };
BOOST_DESCRIBE_ENUM(Level, kNone, kRead, kWrite)

/// A level for each section.
struct Sections {
  Level profile = Level::kNone;
  Level notes = Level::kNone;
  Level training = Level::kNone;
  Level behavior = Level::kNone;
  Level health = Level::kNone;
  Level calendar = Level::kNone;
  Level media = Level::kNone;

  [[nodiscard]] Level of(Section section) const;
  bool operator==(const Sections&) const = default;
};
BOOST_DESCRIBE_STRUCT(Sections, (), (profile, notes, training, behavior, health, calendar, media))

/// What a role is given unless the grant says otherwise: owner and trainer write everything; a walker reads profile,
/// health, training and calendar and writes notes, behavior and media; a carer the same, and writes health.
[[nodiscard]] Sections default_sections(Role role);

/// What a member is within an organization.
enum class OrganizationRole : std::uint8_t { kAdmin, kTrainer, kWalker, kCarer };
BOOST_DESCRIBE_ENUM(OrganizationRole, kAdmin, kTrainer, kWalker, kCarer)

/// One place with a dog, held oneself or as a member of an organization. Each decides by itself: what one opens is
/// never combined with what another does.
struct Place {
  Role role = Role::kWalker;
  Sections sections;
  std::optional<OrganizationName> organization;  // Through which it is held; nothing: one's own.
};

/// An item of the store that a grant was read from, and its version then, which changes whenever the grant does.
struct GrantSource {
  std::string pk;
  std::string sk;
  std::uint64_t version = 0;
};

/// What somebody holds for one dog at one moment; whoever holds nothing has no Grant.
struct Grant {
  std::string account_id;
  std::vector<Place> places;                   // At least one; the strongest first.
  std::optional<Role> seen_as = std::nullopt;  // They look at no more than this role is shown as well.
  std::vector<GrantSource> sources = {};       // None of a grant that writes nothing.
};

/// A grant of places in any order: sorts them by role, and among equals puts one's own first.
[[nodiscard]] Grant make_grant(std::string account_id, std::vector<Place> places);

/// The weaker of two roles: owner, trainer, carer, walker.
[[nodiscard]] Role weaker_of(Role one, Role other);

/// As what a member of an organization acts that was granted `granted`: an admin as just that, others as what they are
/// there, if that is weaker.
[[nodiscard]] Role acting_role(Role granted, OrganizationRole member);

/// The place that an organization's place gives to one of its members: the acting role's default sections, as far as
/// the organization has them.
[[nodiscard]] Place place_in_organization(const Place& granted, OrganizationRole member);

/// The grant for reading what both its holder and anybody of `role`, with that role's default sections, are shown: what
/// one may put into a report for them. Records that are for their author alone are in nobody's.
[[nodiscard]] Grant seen_as(Grant grant, Role role);

/// Who a record is for besides its author. Empty: the author alone.
using Audience = std::vector<Role>;

/// The facts of a record that decide who sees it.
struct RecordFacts {
  Section section;
  std::string_view author_id;
  const Audience& audience;
  /// Of a record that belongs to one of another section (a photo of a note): that section, which must be readable too.
  std::optional<Section> also = std::nullopt;
};

/// Section readable (both, when there are two), and (author or role in audience), by one and the same place; through
/// the eyes of another role, that one in the audience too.
[[nodiscard]] bool may_read(const Grant& grant, const RecordFacts& record);

/// Whether anything of that section may be read at all.
[[nodiscard]] bool may_look_into(const Grant& grant, Section section);

/// Whether new records of that section may be written.
[[nodiscard]] bool may_create(const Grant& grant, Section section);

/// Who may change a record: its author, whose testimony it is (a note, a session), or everyone who sees it and may
/// write in its section (a plan kept together, such as a target).
enum class Editing : std::uint8_t { kAuthor, kShared };

[[nodiscard]] bool may_edit(const Grant& grant, const RecordFacts& record, Editing editing);

/// The strongest place that permits it, which is what the writer is called; null when none does.
[[nodiscard]] const Place* place_to_create(const Grant& grant, Section section);
[[nodiscard]] const Place* place_to_edit(const Grant& grant, const RecordFacts& record, Editing editing);
/// A record that follows `followed`: the place sees that one, and writes in its section unless reading is enough.
[[nodiscard]] const Place* place_to_follow(const Grant& grant, const RecordFacts& followed, bool reading_is_enough);
/// A record of `section` that is attached to `followed`: the place sees that one, and writes in `section`.
[[nodiscard]] const Place* place_to_attach(const Grant& grant, const RecordFacts& followed, Section section);

/// Owners and trainers see the circle's settings and change it within the rules below.
[[nodiscard]] bool may_manage_circle(const Grant& grant);

/// Whether `grant` may hand out `role`: an owner any; a trainer trainer, walker and carer, and owner while there is
/// none.
[[nodiscard]] bool may_invite(const Grant& grant, Role role, bool dog_has_owner);

/// The strongest place that may hand out both the role and the sections; null when none does.
[[nodiscard]] const Place* place_to_invite(const Grant& grant, Role role, const Sections& sections, bool dog_has_owner);
/// The same for turning a member who is `old` into that.
[[nodiscard]] const Place* place_to_change(const Grant& grant, Role old, Role role, const Sections& sections,
                                           bool dog_has_owner);

/// What all places together open, to tell somebody where they have anything to do. Decides nothing.
[[nodiscard]] Sections all_sections(const Grant& grant);

/// No section above what the giver holds.
[[nodiscard]] Sections at_most(const Sections& wanted, const Sections& held);

/// Whether removing or demoting `role` leaves a dog without anyone to answer for it: its last owner, or, while it has
/// no owner, its last trainer.
[[nodiscard]] bool is_last_keeper(Role role, unsigned owners, unsigned trainers);

}  // namespace doggy::circle

template <>
struct doggy::codec::Schema<doggy::circle::Sections> {
  static constexpr std::string_view kName = "Sections";
  static constexpr std::string_view kDoc = "What a grant opens, section by section.";
  static constexpr std::array kFields{
      Field{.member = "profile", .doc = "The dog's profile, alerts and care instructions.", .defaulted = true},
      Field{.member = "notes", .doc = "Notes and visit reports.", .defaulted = true},
      Field{.member = "training", .doc = "Targets, sessions and homework.", .defaulted = true},
      Field{.member = "behavior", .doc = "ABC records, observations and incidents.", .defaulted = true},
      Field{.member = "health", .doc = "Weight, vaccinations and medication.", .defaulted = true},
      Field{.member = "calendar", .doc = "Appointments.", .defaulted = true},
      Field{.member = "media", .doc = "Photos and videos.", .defaulted = true},
  };
};
