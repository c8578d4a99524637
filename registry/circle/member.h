// The members of a dog's care circle and the invitations into it, as they are stored and sent.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/person.h"
#include "registry/circle/policy.h"

namespace doggy::circle {

/// Somebody who acts in the place of an organization, and as what.
struct Delegate {
  std::string id;
  std::string name;
  Role role = Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(Delegate, (), (id, name, role))

/// A person or an organization.
struct Member {
  std::string id;                              // That of the account or organization.
  std::optional<std::string> account_id;       // Of a person.
  std::optional<std::string> organization_id;  // Of an organization.
  std::string name;
  Role role = Role::kWalker;
  Sections sections;
  std::optional<Timestamp> expires_at;
  std::optional<Person> granted_by;  // Nobody: they made the dog.
  Timestamp since;
  std::optional<std::vector<Delegate>> people;  // In answers to those who manage the circle only.
};
BOOST_DESCRIBE_STRUCT(Member, (),
                      (id, account_id, organization_id, name, role, sections, expires_at, granted_by, since, people))

/// Levels that differ from the role's default.
struct SectionChanges {
  std::optional<Level> profile;
  std::optional<Level> notes;
  std::optional<Level> training;
  std::optional<Level> behavior;
  std::optional<Level> health;
  std::optional<Level> calendar;
  std::optional<Level> media;

  [[nodiscard]] Sections applied_to(Sections base) const;
};
BOOST_DESCRIBE_STRUCT(SectionChanges, (), (profile, notes, training, behavior, health, calendar, media))

struct NewInvitation {
  Role role = Role::kWalker;
  std::optional<std::string> email;
  std::optional<Timestamp> expires_at;
  std::optional<SectionChanges> sections;
  bool transfer = false;
  bool for_organization = false;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (role, email, expires_at, sections, transfer, for_organization))

/// What an admin says who accepts for their organization; nothing for oneself.
struct Acceptance {
  std::optional<Uuid> organization_id;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (organization_id))

/// An organization that one of its admins puts into the circle.
struct NewOrganizationPlace {
  Uuid organization_id;
  Role role = Role::kWalker;
  std::optional<SectionChanges> sections;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewOrganizationPlace, (), (organization_id, role, sections, expires_at))

struct MemberChange {
  std::optional<Role> role;
  std::optional<SectionChanges> sections;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(MemberChange, (), (role, sections, expires_at))

enum class InvitationState : std::uint8_t { kOpen, kAccepted, kRevoked };
BOOST_DESCRIBE_ENUM(InvitationState, kOpen, kAccepted, kRevoked)

struct Invitation {
  Uuid id;
  Role role = Role::kWalker;
  std::optional<std::string> email;
  Sections sections;
  Timestamp expires_at;
  Timestamp created_at;
  Person created_by;
  std::optional<OrganizationName> organization;
  bool transfer = false;
  bool for_organization = false;
  std::optional<std::string> token;  // In the answer to its maker only, never stored.
  std::optional<std::string> url;    // Likewise.
  InvitationState state = InvitationState::kOpen;
  std::string accepted_by;
};
BOOST_DESCRIBE_STRUCT(Invitation, (),
                      (id, role, email, sections, expires_at, created_at, created_by, organization, transfer,
                       for_organization, token, url, state, accepted_by))

/// What somebody who holds the link may know before they accept.
struct InvitationPreview {
  std::string dog_name;
  Role role = Role::kWalker;
  std::string invited_by;
  std::optional<std::string> organization;
  Timestamp expires_at;
  bool transfer = false;
  bool for_organization = false;
};
BOOST_DESCRIBE_STRUCT(InvitationPreview, (),
                      (dog_name, role, invited_by, organization, expires_at, transfer, for_organization))

struct Accepted {
  std::string dog_id;
  Role role = Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(Accepted, (), (dog_id, role))

}  // namespace doggy::circle

namespace doggy::codec {

template <>
struct Schema<circle::Delegate> {
  static constexpr std::string_view kName = "Delegate";
  static constexpr std::string_view kDoc = "Somebody who acts in the place of an organization.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The account's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "As what they act.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<circle::Member> {
  static constexpr std::string_view kName = "Member";
  static constexpr std::string_view kDoc = "A person or an organization in a dog's care circle.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The member's id within the circle.", .access = Access::kReadOnly},
      Field{.member = "account_id", .doc = "The account of a person.", .access = Access::kReadOnly},
      Field{.member = "organization_id", .doc = "The organization, of one.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "What they are to the dog."},
      Field{.member = "sections", .doc = "What they may read and write."},
      Field{.member = "expires_at", .doc = "When the grant ends; absent: it does not."},
      Field{
          .member = "granted_by", .doc = "Who let them in; absent for the dog's creator.", .access = Access::kReadOnly},
      Field{.member = "since", .doc = "When they joined.", .access = Access::kReadOnly},
      Field{.member = "people",
            .doc = "Of an organization, who acts in its place; only owners and trainers see them.",
            .access = Access::kReadOnly},
  };
};

template <>
struct Schema<circle::SectionChanges> {
  static constexpr std::string_view kName = "SectionChanges";
  static constexpr std::string_view kDoc = "Levels that differ from the role's default; the others keep it.";
  static constexpr std::array kFields{
      Field{.member = "profile", .doc = "The dog's profile, alerts and care instructions."},
      Field{.member = "notes", .doc = "Notes and visit reports."},
      Field{.member = "training", .doc = "Targets, sessions and homework."},
      Field{.member = "behavior", .doc = "ABC records, observations and incidents."},
      Field{.member = "health", .doc = "Weight, vaccinations and medication."},
      Field{.member = "calendar", .doc = "Appointments."},
      Field{.member = "media", .doc = "Photos and videos."},
  };
};

template <>
struct Schema<circle::NewInvitation> {
  static constexpr std::string_view kName = "NewInvitation";
  static constexpr std::string_view kDoc = "An invitation into a dog's care circle.";
  static constexpr std::array kFields{
      Field{.member = "role", .doc = "What the invited person will be to the dog."},
      Field{.member = "email", .doc = "Whom it is meant for.", .max_length = 254, .format = "email"},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted: within 90 days; 7 days by default."},
      Field{.member = "sections", .doc = "Where it differs from the role's default."},
      Field{.member = "transfer",
            .doc = "Hands the dog over: whoever accepts becomes its owner in place of the owner who invites.",
            .defaulted = true},
      Field{.member = "for_organization",
            .doc = "Invites an organization: an admin accepts for it, and its members act in its place.",
            .defaulted = true},
  };
};

template <>
struct Schema<circle::Acceptance> {
  static constexpr std::string_view kName = "Acceptance";
  static constexpr std::string_view kDoc = "Who takes the place that an invitation offers.";
  static constexpr std::array kFields{
      Field{.member = "organization_id",
            .doc = "The organization that an admin accepts for, when the invitation is for one.",
            .references = "organization"},
  };
};

template <>
struct Schema<circle::NewOrganizationPlace> {
  static constexpr std::string_view kName = "NewOrganizationPlace";
  static constexpr std::string_view kDoc = "An organization that one of its admins puts into a dog's care circle.";
  static constexpr std::array kFields{
      Field{.member = "organization_id", .doc = "Which one.", .references = "organization"},
      Field{.member = "role", .doc = "What it will be to the dog."},
      Field{.member = "sections", .doc = "Where it has less than the role's default."},
      Field{.member = "expires_at", .doc = "When its place ends."},
  };
};

template <>
struct Schema<circle::MemberChange> {
  static constexpr std::string_view kName = "MemberChange";
  static constexpr std::string_view kDoc = "A change to somebody's place in the circle.";
  static constexpr std::array kFields{
      Field{.member = "role", .doc = "The new role; its default levels apply unless sections says otherwise."},
      Field{.member = "sections", .doc = "Levels to change."},
      Field{.member = "expires_at", .doc = "When the grant ends."},
  };
};

template <>
struct Schema<circle::Invitation> {
  static constexpr std::string_view kName = "Invitation";
  static constexpr std::string_view kDoc =
      "An invitation into a dog's care circle; whoever holds its link may accept it once.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The invitation's id.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "What the invited person will be to the dog.", .access = Access::kReadOnly},
      Field{.member = "email", .doc = "Whom it is meant for.", .access = Access::kReadOnly},
      Field{.member = "sections", .doc = "What they will read and write.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "created_by", .doc = "Who made it.", .access = Access::kReadOnly},
      Field{.member = "organization",
            .doc = "For which organization they did; absent for a place of their own.",
            .access = Access::kReadOnly},
      Field{.member = "transfer",
            .doc = "Whether it hands the dog over.",
            .access = Access::kReadOnly,
            .defaulted = true},
      Field{.member = "for_organization",
            .doc = "Whether it is for an organization.",
            .access = Access::kReadOnly,
            .defaulted = true},
      Field{.member = "token", .doc = "The secret of the link, shown once.", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "The link, shown once.", .access = Access::kReadOnly},
      Field{.member = "state", .doc = "What became of it.", .access = Access::kInternal},
      Field{.member = "accepted_by", .doc = "The account that accepted it.", .access = Access::kInternal},
  };
};

template <>
struct Schema<circle::InvitationPreview> {
  static constexpr std::string_view kName = "InvitationPreview";
  static constexpr std::string_view kDoc = "What somebody who holds the link may know before they accept.";
  static constexpr std::array kFields{
      Field{.member = "dog_name", .doc = "The dog's name.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role offered.", .access = Access::kReadOnly},
      Field{.member = "invited_by", .doc = "The name of who invites.", .access = Access::kReadOnly},
      Field{.member = "organization",
            .doc = "The name of the organization they invite for, if they do.",
            .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted.", .access = Access::kReadOnly},
      Field{.member = "transfer",
            .doc = "Whether it hands the dog over.",
            .access = Access::kReadOnly,
            .defaulted = true},
      Field{.member = "for_organization",
            .doc = "Whether it is for an organization, for which one of its admins accepts.",
            .access = Access::kReadOnly,
            .defaulted = true},
  };
};

template <>
struct Schema<circle::Accepted> {
  static constexpr std::string_view kName = "Accepted";
  static constexpr std::string_view kDoc = "The place that was taken.";
  static constexpr std::array kFields{
      Field{.member = "dog_id", .doc = "The dog.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role taken.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
