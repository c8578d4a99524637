// Organizations (training businesses, shelters, walking companies), their members and the invitations into them, as
// they are stored and sent.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/person.h"
#include "registry/circle/policy.h"

namespace doggy::organizations {

using Role = circle::OrganizationRole;

struct Organization {
  Uuid id;
  std::string name;
  Timestamp created_at;
  std::optional<Role> role;  // The caller's; in answers only.
};
BOOST_DESCRIBE_STRUCT(Organization, (), (id, name, created_at, role))

struct Member {
  std::string account_id;
  std::string name;
  Role role = Role::kWalker;
  Timestamp since;
};
BOOST_DESCRIBE_STRUCT(Member, (), (account_id, name, role, since))

struct MemberChange {
  Role role = Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(MemberChange, (), (role))

struct NewInvitation {
  Role role = Role::kWalker;
  std::optional<std::string> email;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (role, email, expires_at))

enum class InvitationState : std::uint8_t { kOpen, kAccepted, kRevoked };
BOOST_DESCRIBE_ENUM(InvitationState, kOpen, kAccepted, kRevoked)

struct Invitation {
  Uuid id;
  Role role = Role::kWalker;
  std::optional<std::string> email;
  Timestamp expires_at;
  Timestamp created_at;
  circle::Person created_by;
  std::optional<std::string> token;  // In the answer to its maker only, never stored.
  std::optional<std::string> url;    // Likewise.
  InvitationState state = InvitationState::kOpen;
  std::string accepted_by;
};
BOOST_DESCRIBE_STRUCT(Invitation, (),
                      (id, role, email, expires_at, created_at, created_by, token, url, state, accepted_by))

/// What somebody who holds the link may know before they accept.
struct InvitationPreview {
  std::string organization_name;
  Role role = Role::kWalker;
  std::string invited_by;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(InvitationPreview, (), (organization_name, role, invited_by, expires_at))

struct Joined {
  std::string organization_id;
  Role role = Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(Joined, (), (organization_id, role))

}  // namespace doggy::organizations

namespace doggy::codec {

template <>
struct Schema<organizations::Organization> {
  static constexpr std::string_view kName = "Organization";
  static constexpr std::string_view kDoc =
      "A training business, shelter or walking company, whose members act in its place with the dogs it has.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The organization's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What it is called.", .min_length = 1, .max_length = 100},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "What the caller is there.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<organizations::Member> {
  static constexpr std::string_view kName = "OrganizationMember";
  static constexpr std::string_view kDoc = "Somebody who belongs to an organization.";
  static constexpr std::array kFields{
      Field{.member = "account_id", .doc = "Their account.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
      Field{.member = "role",
            .doc = "What they are there: an admin manages it and acts as the organization does; the others act at most "
                   "as what they are."},
      Field{.member = "since", .doc = "When they joined.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<organizations::MemberChange> {
  static constexpr std::string_view kName = "OrganizationMemberChange";
  static constexpr std::string_view kDoc = "A change to what somebody is in an organization.";
  static constexpr std::array kFields{
      Field{.member = "role", .doc = "The new role."},
  };
};

template <>
struct Schema<organizations::NewInvitation> {
  static constexpr std::string_view kName = "NewOrganizationInvitation";
  static constexpr std::string_view kDoc = "An invitation into an organization.";
  static constexpr std::array kFields{
      Field{.member = "role", .doc = "What the invited person will be there."},
      Field{.member = "email", .doc = "Whom it is meant for.", .max_length = 254, .format = "email"},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted: within 90 days; 7 days by default."},
  };
};

template <>
struct Schema<organizations::Invitation> {
  static constexpr std::string_view kName = "OrganizationInvitation";
  static constexpr std::string_view kDoc =
      "An invitation into an organization; whoever holds its link may accept it once.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The invitation's id.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "What the invited person will be there.", .access = Access::kReadOnly},
      Field{.member = "email", .doc = "Whom it is meant for.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "created_by", .doc = "Who made it.", .access = Access::kReadOnly},
      Field{.member = "token", .doc = "The secret of the link, shown once.", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "The link, shown once.", .access = Access::kReadOnly},
      Field{.member = "state", .doc = "What became of it.", .access = Access::kInternal},
      Field{.member = "accepted_by", .doc = "The account that accepted it.", .access = Access::kInternal},
  };
};

template <>
struct Schema<organizations::InvitationPreview> {
  static constexpr std::string_view kName = "OrganizationInvitationPreview";
  static constexpr std::string_view kDoc = "What somebody who holds the link may know before they accept.";
  static constexpr std::array kFields{
      Field{.member = "organization_name", .doc = "What the organization is called.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role offered.", .access = Access::kReadOnly},
      Field{.member = "invited_by", .doc = "The name of who invites.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it can no longer be accepted.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<organizations::Joined> {
  static constexpr std::string_view kName = "JoinedOrganization";
  static constexpr std::string_view kDoc = "The membership that was taken.";
  static constexpr std::array kFields{
      Field{.member = "organization_id", .doc = "The organization.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role taken.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
